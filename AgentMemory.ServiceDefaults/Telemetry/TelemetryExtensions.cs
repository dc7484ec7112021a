using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AgentMemory.ServiceDefaults.Telemetry;

/// <summary>
/// Traces, metrics and logs over OTLP, only when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; the other <c>OTEL_…</c>
/// variables apply as the standard says. The framework emits its own activities and measurements, so its sources are
/// subscribed to by name and no instrumentation package is needed.
/// </summary>
internal static class TelemetryExtensions
{
    /// <summary>The engine's own activity source and meter.</summary>
    private const string EngineSource = "AgentMemory";

    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this IHostApplicationBuilder builder, string serviceName)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[EndpointVariable]))
            return;

        // The variables last, so that an orchestrator's OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.
        var resource = ResourceBuilder.CreateDefault().AddService(serviceName, serviceVersion: Version()).AddEnvironmentVariableDetector();
        builder.Logging.AddOpenTelemetry(logs => logs.SetResourceBuilder(resource).AddOtlpExporter());
        builder.Services.AddSingleton(services => Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(exporter => exporter.AddSingleton(services.GetRequiredService<IConfiguration>()))
            .SetResourceBuilder(resource)
            .AddSource("Microsoft.AspNetCore", "System.Net.Http", EngineSource)
            .AddOtlpExporter()
            .Build());
        builder.Services.AddSingleton(services => Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(exporter => exporter.AddSingleton(services.GetRequiredService<IConfiguration>()))
            .SetResourceBuilder(resource)
            .AddMeter(
                "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime",
                EngineSource)
            .AddOtlpExporter()
            .Build());
        builder.Services.AddHostedService<TelemetryExport>();
    }

    private static string? Version() => Assembly.GetEntryAssembly()
        ?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}
