using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Transports.Framing;

/// <summary>
/// One message as it came in: understood, or refused with the error its sender gets. What passes is JSON without duplicate
/// names, half characters or more than 64 levels, so nothing behind the transports meets those.
/// </summary>
internal readonly record struct Frame
{
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    private Frame(JsonRpcMessage? message, JsonRpcError? refusal) => (Message, Refusal) = (message, refusal);

    public JsonRpcMessage? Message { get; }

    public JsonRpcError? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Message))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsUnderstood => Message is not null;

    public static Frame Read(ReadOnlyMemory<byte> utf8)
    {
        using var document = Parse(utf8, out var refused);
        return document is null ? refused : Understand(document.RootElement, utf8.Span);
    }

    /// <summary>For who may know what to do with the JSON alone; it lives in <paramref name="utf8"/>.</summary>
    /// <returns><see langword="null"/> when it cannot be read: then it is <paramref name="refused"/>.</returns>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> utf8, out Frame refused)
    {
        refused = default;
        if (!Utf8.IsValid(utf8.Span))
            refused = Refuse(default, McpErrorCode.ParseError, "The message is not valid UTF-8");
        else if (LoneSurrogate.Find(utf8.Span) >= 0)
            refused = Refuse(FrameId.Find(utf8.Span), McpErrorCode.ParseError, "The escape of half a character (a lone surrogate) is no text");
        if (refused.Refusal is not null)
            return null;
        try
        {
            return JsonDocument.Parse(utf8, Limits);
        }
        catch (JsonException problem)
        {
            refused = Refuse(FrameId.Find(utf8.Span), McpErrorCode.ParseError, $"The message is not JSON that can be read: {problem.Message}");
            return null;
        }
    }

    public static Frame Understand(JsonElement root, ReadOnlySpan<byte> utf8)
    {
        if (root.ValueKind == JsonValueKind.Array)
            return Refuse(default, McpErrorCode.InvalidRequest, "Batches are not supported: send each message on its own");
        try
        {
            return root.Deserialize(JsonRpc.Message) is { } message
                ? new(message, null)
                : Refuse(default, McpErrorCode.InvalidRequest, "A message is a JSON object");
        }
        catch (JsonException problem)
        {
            return Refuse(FrameId.Find(utf8), McpErrorCode.InvalidRequest, $"This is no JSON-RPC 2.0 message: {problem.Message}");
        }
    }

    private static Frame Refuse(RequestId id, McpErrorCode code, string reason) => new(null, JsonRpc.Error(id, code, reason));
}
