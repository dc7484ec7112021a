using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace AgentMemory.Gateway.Forwarding;

/// <summary>
/// Tries the next replica where one could not be connected to. Nothing of the request has been sent then, so nothing can
/// happen twice; any other failure is the client's to repeat.
/// </summary>
internal static class Failover
{
    public static async Task TryNextAsync(HttpContext context, RequestDelegate next)
    {
        var proxy = context.GetReverseProxyFeature();
        var candidates = proxy.AvailableDestinations;
        await next(context);
        while (WasNotConnected(context))
        {
            candidates = [.. candidates.Where(candidate => candidate != proxy.ProxiedDestination)];
            if (candidates.Count == 0)
                return;
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.StatusCode = StatusCodes.Status200OK;
            proxy.AvailableDestinations = candidates;
            await next(context);
        }
    }

    private static bool WasNotConnected(HttpContext context) =>
        !context.Response.HasStarted
        && context.GetForwarderErrorFeature() is
        {
            Error: ForwarderError.Request,
            Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError },
        };
}
