using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Transports.Framing;

/// <summary>
/// The calls of one connection that are not answered yet: the SDK starts every message as it comes, so a peer that sends and
/// does not read is stopped here.
/// </summary>
internal sealed class CallsUnderWay
{
    public const int Limit = 64;

    private readonly HashSet<RequestId> _ids = [];
    private readonly Lock _lock = new();

    /// <summary>Counts a request in, and a cancelled one, which gets no answer, out.</summary>
    /// <returns>The error when it may not begin; then it is not counted.</returns>
    public JsonRpcError? Begin(JsonRpcMessage message)
    {
        lock (_lock)
        {
            switch (message)
            {
                case JsonRpcRequest { Id: var id } when _ids.Contains(id):
                    return JsonRpc.Error(id, McpErrorCode.InvalidRequest, $"The request id {id} is in use: give each request its own");
                case JsonRpcRequest { Id: var id } when _ids.Count == Limit:
                    return JsonRpc.Error(id, JsonRpc.TransportError, $"{Limit} calls of this connection are under way: wait for answers first");
                case JsonRpcRequest { Id: var id }:
                    _ids.Add(id);
                    return null;
                default:
                    if (CancelledId(message) is { } cancelled)
                        _ids.Remove(cancelled);
                    return null;
            }
        }
    }

    /// <summary>
    /// Counts an answered request out: when its answer is next to be sent, so that answers nobody reads count, and yet before
    /// its sender can know.
    /// </summary>
    public void End(JsonRpcMessage sent)
    {
        if (sent is not (JsonRpcResponse or JsonRpcError))
            return;
        lock (_lock)
            _ids.Remove(((JsonRpcMessageWithId)sent).Id);
    }

    /// <summary>The request that a message cancels; <see langword="null"/> for every other message.</summary>
    public static RequestId? CancelledId(JsonRpcMessage message)
    {
        if (message is not JsonRpcNotification { Method: NotificationMethods.CancelledNotification, Params: JsonObject parameters }
            || parameters["requestId"] is not JsonValue id)
            return null;
        return id.TryGetValue(out string? text) ? new RequestId(text) : id.TryGetValue(out long number) ? new RequestId(number) : null;
    }
}
