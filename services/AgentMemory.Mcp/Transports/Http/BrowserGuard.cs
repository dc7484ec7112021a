using AgentMemory.Mcp.Transports.Framing;
using AgentMemory.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http;

namespace AgentMemory.Mcp.Transports.Http;

/// <summary>
/// Keeps web pages out: a browser sends the page's origin along, and the <see cref="HostRule"/> refuses pages that take this
/// machine for their own.
/// </summary>
internal sealed class BrowserGuard(McpHttpOptions options)
{
    private readonly HashSet<string> _origins = new(options.AllowedOrigins, StringComparer.OrdinalIgnoreCase);
    private readonly HostRule _hosts = new(options.AllowedHosts);

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
        if (_hosts.Refusal(http) is { } reason)
            return reason;
        if (http.Request.Headers.Origin is not [{ Length: > 0 } text] || _origins.Contains(text))
            return http.Request.Headers.Origin.Count > 1 ? "Send one Origin" : null;
        var isKnown = Uri.TryCreate(text, UriKind.Absolute, out var origin)
            && ((HostRule.IsLocal(http) && HostRule.IsOfThisMachine(origin.Host)) || _hosts.IsAllowed(origin.Host));
        return isKnown ? null : $"Pages of '{text}' may not call: add it to MCP_ALLOWED_ORIGINS if they should";
    }

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
