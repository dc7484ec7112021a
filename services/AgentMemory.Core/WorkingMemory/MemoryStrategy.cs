using System.Text.Json;

namespace AgentMemory.WorkingMemory;

/// <summary>How a session's messages become long-term memories, with the strategy's own options.</summary>
public sealed record MemoryStrategy
{
    public static MemoryStrategy Default { get; } = new();

    /// <summary>The name of a registered <see cref="Extraction.IExtractionStrategy"/>.</summary>
    public string Strategy { get; init; } = Extraction.StrategyNames.Discrete;

    /// <summary>A JSON object; <c>{}</c> by default.</summary>
    public JsonElement Config { get; init; } = Json.EmptyObject;
}
