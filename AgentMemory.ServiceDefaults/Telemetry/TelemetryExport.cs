using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace AgentMemory.ServiceDefaults.Telemetry;

/// <summary>
/// Runs the exporters for as long as the host: being asked for starts them, and stopping sends what is still waiting. It is
/// the first service to start and so the last to stop.
/// </summary>
internal sealed class TelemetryExport(TracerProvider traces, MeterProvider metrics) : IHostedService
{
    private const int FlushMilliseconds = 2000;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => traces.ForceFlush(FlushMilliseconds), cancellationToken),
        Task.Run(() => metrics.ForceFlush(FlushMilliseconds), cancellationToken));
}
