using AgentMemory.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Configuration;

namespace AgentMemory.Gateway.Routing;

/// <summary>
/// What is reached through the gateway, and nothing else is. Without credentials: documentation, health, what tells where to
/// get credentials, and pages, whose files each service guards itself. Readiness tells what is inside and is not among them.
/// </summary>
internal static class GatewayRoutes
{
    private const string Anonymous = "Anonymous";

    /// <summary>Before REST, so that a namespace may have any name.</summary>
    private const int First = -1;

    public static IReadOnlyList<RouteConfig> All { get; } =
    [
        .. Rest(Anonymous, "/", "/docs/{**rest}", "/openapi.json", "/console/{**rest}", "/v1/health"),
        .. Rest(null, "/v1/{**rest}"),
        .. Rest(null, "/sessions", "/sessions/{session_id}/memory", "/long-term-memory", "/long-term-memory/search", "/memory-prompt"),
        .. new[] { "", "/{namespace}" }.SelectMany(prefix => new[] { "/mcp", "/sse", "/messages" }.SelectMany(path => Mcp(prefix + path))),
        Route(GatewayClusters.Mcp, ProtectedResource.WellKnown + "/{**resource}", Anonymous),
    ];

    private static IEnumerable<RouteConfig> Rest(string? policy, params string[] paths) =>
        paths.Select(path => Route(GatewayClusters.Api, path, policy));

    private static IEnumerable<RouteConfig> Mcp(string path)
    {
        yield return Route(GatewayClusters.Mcp, path, null) with { Order = First };

        // Browsers ask without credentials whether they may send them.
        var preflight = Route(GatewayClusters.Mcp, path, Anonymous);
        yield return preflight with
        {
            RouteId = $"preflight {path}",
            Order = First,
            Match = preflight.Match with { Methods = [HttpMethods.Options] },
        };
    }

    private static RouteConfig Route(string cluster, string path, string? policy) => new()
    {
        RouteId = path,
        ClusterId = cluster,
        AuthorizationPolicy = policy,
        Match = new() { Path = path },
    };
}
