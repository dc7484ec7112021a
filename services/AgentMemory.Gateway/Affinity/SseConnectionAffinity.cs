using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.SessionAffinity;

namespace AgentMemory.Gateway.Affinity;

/// <summary>
/// An SSE connection lives in one replica, and messages to it must reach that one. The gateway writes the replica's name
/// into the address that the connection tells its client to post to, so that every replica of the gateway finds it, also
/// after a restart, and none has to remember anything. The name chooses among the replicas there are; the connection's id
/// and its token still decide whether a message is taken.
/// </summary>
internal sealed class SseConnectionAffinity : ISessionAffinityPolicy
{
    public const string PolicyName = "SseConnection";
    public const string Parameter = "replica";

    public string Name => PolicyName;

    public AffinityResult FindAffinitizedDestinations(
        HttpContext context, ClusterState cluster, SessionAffinityConfig config, IReadOnlyList<DestinationState> destinations)
    {
        if (!EndsWith(context, "/messages") || context.Request.Query[Parameter] is not [{ Length: > 0 } name])
            return new(null, AffinityStatus.AffinityKeyNotSet);

        // Among all, not only those that seem well: no other has the connection.
        var holder = cluster.DestinationsState.AllDestinations.FirstOrDefault(destination => NameOf(destination) == name);
        return holder is null ? new(null, AffinityStatus.DestinationNotFound) : new(holder, AffinityStatus.OK);
    }

    public void AffinitizeResponse(
        HttpContext context, ClusterState cluster, SessionAffinityConfig config, DestinationState destination)
    {
        var response = context.Response;
        if (EndsWith(context, "/sse") && response is { StatusCode: StatusCodes.Status200OK, ContentLength: null }
            && response.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true)
            response.Body = new EndpointEventStream(response.Body, $"{Parameter}={NameOf(destination)}");
    }

    /// <summary>The same in every replica of the gateway, and not the address itself, which is nobody's business.</summary>
    private static string NameOf(DestinationState destination) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(destination.Model.Config.Address.TrimEnd('/'))).AsSpan(0, 8));

    private static bool EndsWith(HttpContext context, string path) =>
        context.Request.Path.Value!.TrimEnd('/').EndsWith(path, StringComparison.OrdinalIgnoreCase);
}
