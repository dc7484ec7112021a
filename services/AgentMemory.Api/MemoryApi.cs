using AgentMemory.Api.Description;
using AgentMemory.Api.Endpoints;
using AgentMemory.Api.Errors;
using AgentMemory.Api.Http;
using AgentMemory.Api.Readiness;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentMemory.Api;

/// <summary>
/// The REST interface, for any host: <see cref="AddMemoryApi"/>, the service defaults in the pipeline, <see cref="MapMemoryApi"/>.
/// The host supplies the engine.
/// </summary>
public static class MemoryApi
{
    public static IServiceCollection AddMemoryApi(this IServiceCollection services, ApiOptions options)
    {
        services.AddRequestReading(options.Reading);
        services.AddSingleton(options);
        services.TryAddSingleton<IReadinessProbe, ServiceReadiness>();
        services.AddSingleton<HealthEndpoints>();
        services.AddSingleton<WorkingMemoryEndpoints>();
        services.AddSingleton<LongTermMemoryEndpoints>();
        services.AddSingleton<MemoryPromptEndpoints>();
        services.AddSingleton<SummaryViewEndpoints>();
        services.AddSingleton<TaskEndpoints>();
        services.AddSingleton<UsageEndpoints>();
        services.AddSingleton<OverviewEndpoints>();
        services.AddSingleton<EventStreams>();
        services.AddSingleton<EventEndpoints>();
        services.AddExceptionHandler<ApiExceptionHandler>();
        services.AddOpenApi(ApiDocument.Configure);
        return services;
    }

    public static IEndpointRouteBuilder MapMemoryApi(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var sessions = services.GetRequiredService<WorkingMemoryEndpoints>();
        var memories = services.GetRequiredService<LongTermMemoryEndpoints>();
        var prompts = services.GetRequiredService<MemoryPromptEndpoints>();
        services.GetRequiredService<HealthEndpoints>().Map(routes);
        routes.MapWorkingMemory(sessions);
        routes.MapLongTermMemory(memories);
        routes.MapMemoryPrompt(prompts);
        routes.MapSummaryViews(services.GetRequiredService<SummaryViewEndpoints>());
        routes.MapTasks(services.GetRequiredService<TaskEndpoints>());
        services.GetRequiredService<UsageEndpoints>().Map(routes);
        services.GetRequiredService<OverviewEndpoints>().Map(routes);
        routes.MapEvents(services.GetRequiredService<EventEndpoints>());
        routes.MapLegacy(sessions, memories, prompts);
        routes.MapDocumentation();
        routes.MapConsole();
        return routes;
    }
}
