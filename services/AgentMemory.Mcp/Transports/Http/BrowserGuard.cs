using System.Net;
using AgentMemory.Mcp.Transports.Framing;
using AgentMemory.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http;

namespace AgentMemory.Mcp.Transports.Http;

/// <summary>
/// Keeps web pages out. A browser sends the page's origin along, and a page that points its own name at this machine (DNS
/// rebinding) cannot hide that name: it stands in <c>Host</c>.
/// </summary>
internal sealed class BrowserGuard(McpHttpOptions options)
{
    private readonly HashSet<string> _origins = new(options.AllowedOrigins, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _hosts = new(options.AllowedHosts.Select(host => host.Trim('[', ']')), StringComparer.OrdinalIgnoreCase);

    public RequestDelegate Before(RequestDelegate handler) => http =>
    {
        if (Refusal(http) is { } reason)
            return http.RefuseAsync(StatusCodes.Status403Forbidden, JsonRpc.Error(default, JsonRpc.TransportError, reason));
        AllowReading(http);
        return handler(http);
    };

    /// <summary>Tells a browser beforehand whether a page of an allowed origin may send what MCP needs.</summary>
    public Task AnswerPreflightAsync(HttpContext http)
    {
        if (AllowReading(http))
        {
            http.Response.Headers.AccessControlAllowMethods = "GET, POST";
            http.Response.Headers.AccessControlAllowHeaders = string.Join(
                ", ", "Authorization", "X-API-Key", "Content-Type", McpHeaders.ProtocolVersion, McpHeaders.Method, McpHeaders.Name);
        }

        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private string? Refusal(HttpContext http)
    {
        var isLocal = http.Connection.LocalIpAddress is { } address && ListenAddress.IsLoopbackAddress(address);
        if (isLocal && !IsOfThisMachine(http.Request.Host.Host) && !_hosts.Contains(http.Request.Host.Host.Trim('[', ']')))
            return $"The host '{http.Request.Host.Host}' is not of this machine: add it to MCP_ALLOWED_HOSTS if requests come through a proxy";

        if (http.Request.Headers.Origin is not [{ Length: > 0 } text] || _origins.Contains(text))
            return http.Request.Headers.Origin.Count > 1 ? "Send one Origin" : null;
        var isKnown = Uri.TryCreate(text, UriKind.Absolute, out var origin)
            && ((isLocal && IsOfThisMachine(origin.Host)) || _hosts.Contains(origin.Host.Trim('[', ']')));
        return isKnown ? null : $"Pages of '{text}' may not call: add it to MCP_ALLOWED_ORIGINS if they should";
    }

    private static bool IsOfThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && ListenAddress.IsLoopbackAddress(address));

    private bool AllowReading(HttpContext http)
    {
        var origin = http.Request.Headers.Origin.ToString();
        if (!_origins.Contains(origin))
            return false;
        http.Response.Headers.AccessControlAllowOrigin = origin;
        http.Response.Headers.Vary = "Origin";
        return true;
    }
}
