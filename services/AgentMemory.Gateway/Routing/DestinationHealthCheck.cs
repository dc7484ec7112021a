using Microsoft.Extensions.Diagnostics.HealthChecks;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace AgentMemory.Gateway.Routing;

/// <summary>The gateway can work while each service has a replica that answers.</summary>
internal sealed class DestinationHealthCheck(IProxyStateLookup proxy) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var silent = proxy.GetClusters()
            .Where(cluster => !cluster.DestinationsState.AllDestinations.Any(MayAnswer))
            .Select(cluster => cluster.ClusterId).ToArray();
        return Task.FromResult(silent.Length == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"No destination answers for {string.Join(" and ", silent)}"));
    }

    private static bool MayAnswer(DestinationState destination) =>
        destination.Health is { Active: not DestinationHealth.Unhealthy, Passive: not DestinationHealth.Unhealthy };
}
