using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMemory.Mcp.Transports.Framing;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Transports.Http;

/// <summary>
/// The short way of the most frequent request. A server made for one call hands it from thread to thread, which costs more
/// than most searches do. What is plain is called here and written as that server writes it (a test compares the two); all
/// else, what is wrong included, takes the long way.
/// </summary>
internal sealed class DirectCalls(IMcpProtocol protocol, McpOptions options)
{
    private readonly IDirectTools? _tools = protocol as IDirectTools;
    private readonly byte[] _server = protocol is IDirectTools tools ? Metadata(tools.ServerInfo) : [];

    /// <param name="message">Of a document that lives until the call is answered.</param>
    /// <returns>False when the request is for a server; nothing was sent then.</returns>
    public async ValueTask<bool> TryAnswerAsync(HttpContext http, JsonElement message)
    {
        var headers = http.Request.Headers;
        var hasNoHandshake = ProtocolRevisions.HasNoHandshake(headers[McpHeaders.ProtocolVersion].ToString());
        if (_tools is null || PlainCall.Read(message, hasNoHandshake) is not { } call || !_tools.HasTool(call.Tool)
            || HeaderCheck.Refuse(headers, call.Request, call.Routing) is not null
            || !HttpCaller.TryRead(http, options.Defaults, out var caller, out _))
            return false;
        var answer = await _tools.CallAsync(caller, call.Tool, call.Arguments, http.RequestAborted);
        http.BeginEvents();
        // It is sent when the request ends, in one piece.
        CallEvent.Write(http.Response.BodyWriter, call.Id, answer, hasNoHandshake ? _server : []);
        return true;
    }

    private static byte[] Metadata(Implementation server) => JsonSerializer.SerializeToUtf8Bytes(
        new JsonObject { [MetaKeys.ServerInfo] = JsonSerializer.SerializeToNode(server, JsonRpc.Shape<Implementation>()) });
}
