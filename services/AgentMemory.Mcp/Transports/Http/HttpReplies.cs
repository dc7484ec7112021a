using AgentMemory.Mcp.Transports.Framing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Transports.Http;

internal static class HttpReplies
{
    /// <summary>Answers with an error in place of an event stream.</summary>
    public static Task RefuseAsync(this HttpContext http, int status, JsonRpcError error)
    {
        var body = JsonRpc.Write(error);
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }

    /// <summary>Says that events follow, to the client and to proxies that would collect them otherwise.</summary>
    public static void BeginEvents(this HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache,no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
    }
}
