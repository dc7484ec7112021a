using AgentMemory.Mcp.Transports.Framing;
using AgentMemory.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Transports.Http;

/// <summary>Reads the message a request carries.</summary>
internal static class HttpFrame
{
    /// <returns><see langword="null"/> when it was refused: then the request is answered.</returns>
    public static async Task<JsonRpcMessage?> ReadAsync(HttpContext http, int maximumBytes)
    {
        if (await ReceiveAsync(http, maximumBytes) is not { } body)
            return null;
        Frame frame;
        using (body)
            frame = Frame.Read(body.Bytes);
        return await AcceptAsync(http, frame);
    }

    /// <summary>The bytes alone.</summary>
    /// <returns><see langword="null"/> when they are refused: then the request is answered.</returns>
    public static async ValueTask<RequestBody?> ReceiveAsync(HttpContext http, int maximumBytes)
    {
        if (RequestBody.MayBeJson(http.Request))
            return await RequestBody.ReceiveAsync(http, maximumBytes);
        await http.RefuseAsync(StatusCodes.Status415UnsupportedMediaType, JsonRpc.Error(
            default, McpErrorCode.InvalidRequest, "Send the message as JSON, with the header Content-Type: application/json"));
        return null;
    }

    /// <returns><see langword="null"/> when it was not understood: then the request is answered.</returns>
    public static async ValueTask<JsonRpcMessage?> AcceptAsync(HttpContext http, Frame frame)
    {
        if (frame.IsUnderstood)
            return frame.Message;
        await http.RefuseAsync(StatusCodes.Status400BadRequest, frame.Refusal);
        return null;
    }
}
