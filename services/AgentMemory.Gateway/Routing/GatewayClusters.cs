using AgentMemory.Gateway.Affinity;
using AgentMemory.Hosting.Settings;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.SessionAffinity;

namespace AgentMemory.Gateway.Routing;

/// <summary>The services behind the gateway.</summary>
internal static class GatewayClusters
{
    public const string Api = "api";
    public const string Mcp = "mcp";

    private static readonly HealthCheckConfig Health = new()
    {
        // When none seems well all are tried: that costs nothing, and finds the first that is back.
        AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
        Active = new()
        {
            Enabled = true,
            Path = "/alive",
            Interval = TimeSpan.FromSeconds(5),
            Timeout = TimeSpan.FromSeconds(3),
            Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
        },
        Passive = new()
        {
            Enabled = true,
            Policy = HealthCheckConstants.PassivePolicy.TransportFailureRate,
            ReactivationPeriod = TimeSpan.FromSeconds(10),
        },
    };

    public static IReadOnlyList<ClusterConfig> Of(GatewaySettings settings) =>
    [
        Cluster(Api, settings.ApiUrls, settings),
        Cluster(Mcp, settings.McpUrls, settings) with
        {
            SessionAffinity = new()
            {
                Enabled = true,
                Policy = SseConnectionAffinity.PolicyName,
                // Any replica says that there is no such connection.
                FailurePolicy = SessionAffinityConstants.FailurePolicies.Redistribute,
                AffinityKeyName = SseConnectionAffinity.Parameter,
            },
        },
    ];

    private static ClusterConfig Cluster(string id, IReadOnlyList<string> urls, GatewaySettings settings) => new()
    {
        ClusterId = id,
        LoadBalancingPolicy = LoadBalancingPolicies.PowerOfTwoChoices,
        HealthCheck = Health,
        HttpRequest = new ForwarderRequestConfig { ActivityTimeout = settings.ActivityTimeout },
        Destinations = urls.Distinct().Index().ToDictionary(
            url => $"{id}{url.Index}", url => new DestinationConfig { Address = url.Item }),
    };
}
