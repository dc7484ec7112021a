using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AgentMemory.Gateway.Routing;

/// <summary>
/// Path and query as the client wrote them. They are passed on to the letter: what a server decodes and encodes again does
/// not tell <c>%2F</c> from <c>%252F</c>, and ids may hold either.
/// </summary>
internal static class RequestTarget
{
    /// <summary>Without the scheme and host that a client may write before the path.</summary>
    public static string Of(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (target.StartsWith('/'))
            return target;
        var host = target.IndexOf("://", StringComparison.Ordinal);
        var path = host < 0 ? -1 : target.IndexOf('/', host + 3);
        return path < 0 ? "/" : target[path..];
    }

    /// <returns>
    /// <see langword="null"/>, or what is wrong. Routes are chosen by the path that is left when <c>..</c> is resolved;
    /// the path that is passed on must be the same.
    /// </returns>
    public static string? Problem(string target)
    {
        if (target.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return "The path contains characters that must be percent-encoded";
        foreach (var segment in target.Split('?', 2)[0].Split('/'))
        {
            if (Uri.UnescapeDataString(segment) is "." or "..")
                return "The path contains . or .. as a segment: send the path it stands for";
        }

        return null;
    }
}
