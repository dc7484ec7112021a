using AgentMemory.Api.Description;
using AgentMemory.Api.Endpoints;
using AgentMemory.Api.Errors;
using AgentMemory.Api.Wire;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentMemory.Api;

/// <summary>
/// The REST interface, for any host: <see cref="AddMemoryApi"/>, <see cref="UseMemoryApi"/> first in the pipeline,
/// authentication and authorization, <see cref="MapMemoryApi"/>. The host supplies the engine, an
/// <see cref="Readiness.IReadinessProbe"/> and an authentication scheme.
/// </summary>
public static class MemoryApi
{
    public static IServiceCollection AddMemoryApi(this IServiceCollection services, ApiOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<Readings>();
        services.AddSingleton<HealthEndpoints>();
        services.AddSingleton<WorkingMemoryEndpoints>();
        services.AddSingleton<LongTermMemoryEndpoints>();
        services.AddSingleton<MemoryPromptEndpoints>();
        services.AddAuthorization();
        services.AddExceptionHandler<ApiExceptionHandler>();
        services.AddOpenApi(ApiDocument.Configure);
        return services;
    }

    /// <summary>Gives every refusal, that of routing included, a body (spec 1.4).</summary>
    public static IApplicationBuilder UseMemoryApi(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = static _ => Task.CompletedTask });
        app.UseStatusCodePages(static context => context.HttpContext.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => ErrorBody.WriteAsync(context.HttpContext, StatusCodes.Status404NotFound, "Not Found"),
            StatusCodes.Status405MethodNotAllowed =>
                ErrorBody.WriteAsync(context.HttpContext, StatusCodes.Status405MethodNotAllowed, "Method Not Allowed"),
            _ => Task.CompletedTask,
        });
        return app;
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
        routes.MapLegacy(sessions, memories, prompts);
        routes.MapDocumentation();
        return routes;
    }
}
