using AgentMemory.Hosting.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentMemory.Worker;

/// <summary>A process whose background work has stopped is to be replaced, however well the rest of it answers.</summary>
internal sealed class WorkerHealthCheck(IBackgroundWork work) : IHealthCheck
{
    public const string Name = "worker";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(work.IsRunning ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("Background work has stopped"));
}
