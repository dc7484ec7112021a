using AgentMemory.ServiceDefaults.Authentication;
using AgentMemory.ServiceDefaults.Errors;
using AgentMemory.ServiceDefaults.Health;
using AgentMemory.ServiceDefaults.Listeners;
using AgentMemory.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.Hosting;

public static partial class ServiceDefaultsExtensions
{
    /// <summary>Logs, telemetry and health checks: for every service.</summary>
    /// <param name="serviceName">The <c>service.name</c> of everything it exports.</param>
    public static IHostApplicationBuilder AddServiceDefaults(
        this IHostApplicationBuilder builder, string serviceName, LogLevel logLevel)
    {
        builder.Logging.AddJsonLogs(logLevel);
        builder.AddTelemetry(serviceName);
        builder.Services.AddHealthChecks();
        AddServiceClients(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        return builder;
    }

    /// <summary>Also authentication and listeners: for services that answer HTTP.</summary>
    public static IHostApplicationBuilder AddWebServiceDefaults(
        this IHostApplicationBuilder builder, string serviceName, LogLevel logLevel, AuthenticationSettings authentication)
    {
        builder.AddServiceDefaults(serviceName, logLevel);
        builder.Services.AddMemoryAuthentication(authentication);
        builder.Services.AddSingleton<MatcherPolicy, ListenerMatcherPolicy>();
        return builder;
    }

    /// <summary>Error bodies, authentication and <c>/alive</c>, in their order. Call it before mapping endpoints.</summary>
    public static WebApplication UseWebServiceDefaults(this WebApplication app)
    {
        app.Logger.WarnOfGaps(app.Services.GetRequiredService<AuthenticationSettings>());
        app.UseErrorResponses();
        app.UseMemoryAuthentication();
        app.MapAlive();
        return app;
    }

    /// <summary>How services find and call each other: in the stack that has several (folder Distributed).</summary>
    static partial void AddServiceClients(IHostApplicationBuilder builder);
}
