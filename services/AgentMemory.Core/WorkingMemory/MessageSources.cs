using System.Text.Json;

namespace AgentMemory.WorkingMemory;

public static class MessageSources
{
    /// <summary>What the message says of itself in <c>metadata.source</c>, else what its role says. Roles that are neither
    /// the model's nor a tool's nor the system's are people's.</summary>
    public static MessageSource Of(MemoryMessage message) => Declared(message) ?? message.Role.ToLowerInvariant() switch
    {
        "assistant" or "ai" or "bot" or "model" => MessageSource.Assistant,
        "system" or "developer" => MessageSource.System,
        "tool" or "function" => MessageSource.Tool,
        _ => MessageSource.User,
    };

    /// <summary>Reads a <c>metadata.source</c>.</summary>
    public static MessageSource? Parse(string? name) => name switch
    {
        "user" => MessageSource.User,
        "assistant" => MessageSource.Assistant,
        "tool" => MessageSource.Tool,
        "recalled" => MessageSource.Recalled,
        "system" => MessageSource.System,
        _ => null,
    };

    private static MessageSource? Declared(MemoryMessage message) =>
        message.Metadata is { ValueKind: JsonValueKind.Object } metadata
        && metadata.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.String
            ? Parse(source.GetString())
            : null;
}
