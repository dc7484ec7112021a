using Microsoft.AspNetCore.Http;

namespace AgentMemory.ServiceDefaults.Authentication;

/// <summary>
/// Endpoint metadata: who is refused here is told where to read which issuer's tokens are accepted (RFC 9728), as clients
/// of MCP want it.
/// </summary>
/// <param name="publicUrl">Where clients reach this server; <see langword="null"/> for the host they name.</param>
public sealed class ProtectedResource(Uri? publicUrl)
{
    public const string WellKnown = "/.well-known/oauth-protected-resource";

    /// <summary>The resource that answers at a path: messages belong to the connection that SSE opened.</summary>
    /// <param name="path">As in a URL, escaped; empty for the whole server.</param>
    public string Url(HttpRequest request, string path) =>
        $"{publicUrl?.GetLeftPart(UriPartial.Path).TrimEnd('/') ?? $"{request.Scheme}://{request.Host.ToUriComponent()}"}{path}";

    internal string Challenge(HttpRequest request, bool hasCredentials)
    {
        var path = request.Path.ToUriComponent().TrimEnd('/');
        if (path.EndsWith("/messages", StringComparison.Ordinal))
            path = path[..^"messages".Length] + "sse";
        var error = hasCredentials ? "error=\"invalid_token\", " : "";
        return $"Bearer {error}resource_metadata=\"{Url(request, WellKnown + path)}\"";
    }
}
