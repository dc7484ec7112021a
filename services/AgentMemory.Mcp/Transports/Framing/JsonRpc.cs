using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Transports.Framing;

/// <summary>JSON-RPC as the SDK writes it, and the errors transports answer with themselves.</summary>
internal static class JsonRpc
{
    /// <summary>Of the range left to servers: the transport, not the message, is in the way.</summary>
    public const int TransportError = -32000;

    public static JsonTypeInfo<JsonRpcMessage> Message { get; } = Shape<JsonRpcMessage>();

    /// <summary>How the SDK reads and writes a type of the protocol.</summary>
    public static JsonTypeInfo<T> Shape<T>() => (JsonTypeInfo<T>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T));

    public static byte[] Write(JsonRpcMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, Message);

    public static JsonRpcError Error(RequestId id, int code, string message) =>
        new() { Id = id, Error = new() { Code = code, Message = message } };

    public static JsonRpcError Error(RequestId id, McpErrorCode code, string message) => Error(id, (int)code, message);

    /// <summary>The id of a request; of any other message the one that stands for none.</summary>
    public static RequestId IdOf(JsonRpcMessage message) => message is JsonRpcRequest request ? request.Id : default;
}
