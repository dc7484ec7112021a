using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentMemory.Hosting.Health;

/// <summary>A service without its store answers nothing: balancers are to leave it out.</summary>
internal sealed class StoreHealthCheck(StoreProbe store) : IHealthCheck
{
    public const string Name = "store";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (problem, _) = await store.AskAsync(cancellationToken);
        return problem is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(problem);
    }
}
