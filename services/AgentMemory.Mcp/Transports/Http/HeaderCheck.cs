using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMemory.Mcp.Transports.Framing;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Transports.Http;

/// <summary>
/// Headers must agree with the message: intermediaries trust the one, the server the other. Statuses and codes are those of
/// the C# SDK's own HTTP handler.
/// </summary>
internal static class HeaderCheck
{
    private static readonly SearchValues<char> Printable =
        SearchValues.Create(['\t', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(character => (char)character)]);

    /// <returns>The refusal, or <see langword="null"/> when the message may be handled.</returns>
    public static (int Status, JsonRpcError Error)? Refuse(IHeaderDictionary headers, JsonRpcMessage message) =>
        Refuse(headers, message, MessageRouting.Of(message));

    /// <param name="routing">Of the message, which need not have its parameters unless it is <c>initialize</c>.</param>
    public static (int Status, JsonRpcError Error)? Refuse(IHeaderDictionary headers, JsonRpcMessage message, MessageRouting routing)
    {
        var revision = headers[McpHeaders.ProtocolVersion].ToString();
        var error = message is JsonRpcRequest or JsonRpcNotification
            ? Revision(revision, message, routing) ?? Routing(headers, revision, message, routing) ?? Metadata(revision, message, routing)
            : Known(revision, default);
        if (error is not null)
            return (StatusCodes.Status400BadRequest, error);
        if (ProtocolRevisions.HasNoHandshake(revision))
            return Removed(revision, message);
        return headers.ContainsKey(McpHeaders.SessionId)
            ? (StatusCodes.Status400BadRequest, JsonRpc.Error(JsonRpc.IdOf(message), JsonRpc.TransportError,
                $"This server has no sessions: leave out the header {McpHeaders.SessionId}"))
            : null;
    }

    private static JsonRpcError? Revision(string revision, JsonRpcMessage message, MessageRouting routing)
    {
        var id = JsonRpc.IdOf(message);
        if (Known(revision, id) is { } unknown)
            return unknown;
        if (message is JsonRpcRequest { Method: RequestMethods.Initialize, Params: JsonObject parameters }
            && revision.Length > 0
            && parameters["protocolVersion"] is JsonValue asked && asked.TryGetValue(out string? wanted)
            && wanted != revision)
            return Mismatch(id, $"{McpHeaders.ProtocolVersion} is '{revision}' but params.protocolVersion is '{wanted}'");

        var stated = routing.Revision;
        if (!ProtocolRevisions.HasNoHandshake(revision) && !ProtocolRevisions.HasNoHandshake(stated))
            return null;
        if (revision.Length == 0)
            return Mismatch(id, $"the header {McpHeaders.ProtocolVersion} is missing, but _meta states '{stated}'");
        if (stated is null)
        {
            // No one hears the refusal of a notification, and one that cancels must not be lost.
            return message is not JsonRpcRequest ? null : JsonRpc.Error(id, McpErrorCode.InvalidParams,
                $"Requests of revision '{revision}' must include '_meta/{MetaKeys.ProtocolVersion}'");
        }

        return stated == revision
            ? null
            : Mismatch(id, $"{McpHeaders.ProtocolVersion} is '{revision}' but _meta/{MetaKeys.ProtocolVersion} is '{stated}'");
    }

    private static JsonRpcError? Known(string revision, RequestId id)
    {
        if (revision.Length == 0 || ProtocolRevisions.IsServed(revision))
            return null;
        var error = JsonRpc.Error(id, McpErrorCode.UnsupportedProtocolVersion, $"The revision '{revision}' is not supported");
        error.Error.Data = JsonSerializer.SerializeToNode(
            new UnsupportedProtocolVersionErrorData { Supported = [.. ProtocolRevisions.WithoutHandshake], Requested = revision },
            McpJsonUtilities.DefaultOptions);
        return error;
    }

    private static JsonRpcError? Routing(IHeaderDictionary headers, string revision, JsonRpcMessage message, MessageRouting routing)
    {
        if (!ProtocolRevisions.HasNoHandshake(revision))
            return null;
        var id = JsonRpc.IdOf(message);
        if (!headers.TryGetValue(McpHeaders.Method, out var method))
            return Mismatch(id, $"the header {McpHeaders.Method} is missing");
        if (method.ToString().Trim() != routing.Method)
            return Mismatch(id, $"{McpHeaders.Method} is '{method}' but the method is '{routing.Method}'");
        if (!routing.HasName)
            return null;
        if (!headers.TryGetValue(McpHeaders.Name, out var name))
            return Mismatch(id, $"the header {McpHeaders.Name} is missing");
        var text = name.ToString().Trim();
        if (text.AsSpan().ContainsAnyExcept(Printable) || McpHeaderEncoder.DecodeValue(text) is not { } decoded)
            return Mismatch(id, $"{McpHeaders.Name} must be ASCII, or =?base64?…?= of UTF-8");
        return decoded == (routing.Name ?? "")
            ? null
            : Mismatch(id, $"{McpHeaders.Name} is '{text}' but the message names '{routing.Name}'");
    }

    private static JsonRpcError? Metadata(string revision, JsonRpcMessage message, MessageRouting routing) =>
        message is JsonRpcRequest { Id: var id }
        && ProtocolRevisions.HasNoHandshake(revision)
        && !routing.HasCapabilities
            ? JsonRpc.Error(id, McpErrorCode.InvalidParams,
                $"Requests of revision '{revision}' must include '_meta/{MetaKeys.ClientCapabilities}' as a JSON object")
            : null;

    /// <summary>Methods that ended with the handshake.</summary>
    private static (int, JsonRpcError)? Removed(string revision, JsonRpcMessage message) =>
        message is JsonRpcRequest
        {
            Method: RequestMethods.Initialize or RequestMethods.Ping or "logging/setLevel"
                or RequestMethods.ResourcesSubscribe or RequestMethods.ResourcesUnsubscribe,
        } request
            ? (StatusCodes.Status404NotFound, JsonRpc.Error(request.Id, McpErrorCode.MethodNotFound,
                $"Method '{request.Method}' is not available in revision '{revision}'"))
            : null;

    private static JsonRpcError Mismatch(RequestId id, string reason) =>
        JsonRpc.Error(id, McpErrorCode.HeaderMismatch, $"Header mismatch: {reason}");
}
