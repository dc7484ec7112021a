using System.Text.Json;

namespace AgentMemory.WorkingMemory;

public enum ExtractionStrategy { Discrete, Summary, Preferences, Custom }

/// <summary>How a session's messages become long-term memories, with the strategy's own options.</summary>
public sealed record MemoryStrategy
{
    public static MemoryStrategy Default { get; } = new();

    public ExtractionStrategy Strategy { get; init; }

    /// <summary>A JSON object; <c>{}</c> by default.</summary>
    public JsonElement Config { get; init; } = Json.EmptyObject;
}
