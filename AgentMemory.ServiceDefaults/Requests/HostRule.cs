using System.Net;
using AgentMemory.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http;

namespace AgentMemory.ServiceDefaults.Requests;

/// <summary>
/// A page that points its own name at this machine (DNS rebinding) cannot hide that name: it stands in <c>Host</c>. What
/// arrives at a loopback address must name this machine, or a name that the operator allows.
/// </summary>
public sealed class HostRule(IEnumerable<string> allowedHosts)
{
    private readonly HashSet<string> _allowed = new(allowedHosts.Select(Bare), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a request arrived at a loopback address.</summary>
    public static bool IsLocal(HttpContext http) =>
        http.Connection.LocalIpAddress is { } address && ListenAddress.IsLoopbackAddress(address);

    public static bool IsOfThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(Bare(host), out var address) && ListenAddress.IsLoopbackAddress(address));

    public bool IsAllowed(string host) => _allowed.Contains(Bare(host));

    /// <returns><see langword="null"/>, or why the request is refused and how to change that.</returns>
    public string? Refusal(HttpContext http)
    {
        var host = http.Request.Host.Host;
        return IsLocal(http) && !IsOfThisMachine(host) && !IsAllowed(host)
            ? $"The host '{host}' is not of this machine: add it to MCP_ALLOWED_HOSTS if requests come through a proxy"
            : null;
    }

    private static string Bare(string host) => host.Trim('[', ']');
}
