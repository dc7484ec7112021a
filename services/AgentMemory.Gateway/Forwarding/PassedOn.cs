using AgentMemory.Gateway.Routing;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace AgentMemory.Gateway.Forwarding;

/// <summary>
/// What services see of a request: the client's own path, host and credentials, and of where it comes from what the gateway
/// itself saw. What a client says about that is dropped (docs/adr/0015-the-gateway-passes-credentials-on.md).
/// </summary>
internal static class PassedOn
{
    private static readonly UriCreationOptions ToTheLetter = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Set by the proxy itself.</summary>
    private static readonly string[] Forwarded = ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"];

    private static readonly string[] Claims =
        ["Forwarded", "X-Real-IP", "X-Client-IP", "X-Original-For", "X-Original-Host", "X-Original-Proto", "X-Original-URL", "X-Rewrite-URL"];

    public static void Configure(TransformBuilderContext context)
    {
        // The services' own checks of the host, and the addresses they tell, are about what clients see.
        context.AddOriginalHost();
        context.AddXForwarded(ForwardedTransformActions.Set);
        context.AddRequestTransform(Rewrite);
        context.AddResponseTransform(Strip);
    }

    private static ValueTask Rewrite(RequestTransformContext context)
    {
        var headers = context.ProxyRequest.Headers;
        foreach (var header in Claims)
            headers.Remove(header);
        foreach (var header in context.HttpContext.Request.Headers.Keys)
        {
            if (header.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
                && !Forwarded.Contains(header, StringComparer.OrdinalIgnoreCase))
                headers.Remove(header);
        }

        context.ProxyRequest.RequestUri = new Uri(
            context.DestinationPrefix.TrimEnd('/') + RequestTarget.Of(context.HttpContext), in ToTheLetter);
        return default;
    }

    private static ValueTask Strip(ResponseTransformContext context)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.Remove(HeaderNames.Server);
        headers.Remove(HeaderNames.XPoweredBy);
        return default;
    }
}
