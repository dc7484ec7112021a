using AgentMemory.Errors;

namespace AgentMemory;

/// <summary>The engine's settings, already validated; names and defaults in docs/configuration.md.</summary>
public sealed record EngineOptions
{
    /// <summary><c>LONG_TERM_MEMORY</c>: off refuses every long-term call and promotes nothing.</summary>
    public bool LongTermMemory { get; init; } = true;

    /// <summary><c>INDEX_ALL_MESSAGES_IN_LONG_TERM_MEMORY</c>.</summary>
    public bool IndexAllMessages { get; init; }

    /// <summary><c>SUMMARIZATION_THRESHOLD</c>, a share of the context window, above 0 and at most 1.</summary>
    public double SummarizationThreshold { get; init; } = 0.7;

    /// <summary><c>MEMORY_PROMPT_ROLE</c>: the role of the message that carries recalled memories, <c>system</c> or <c>user</c>.</summary>
    public string MemoryPromptRole { get; init; } = "system";

    /// <summary><c>SOFT_FILTER_FALLBACK</c>: whether an empty semantic search is repeated without its soft filters (spec 6.5).</summary>
    public bool SoftFilterFallback { get; init; } = true;

    /// <exception cref="InvalidRequestException">Long-term memory is off.</exception>
    internal void DemandLongTermMemory()
    {
        if (!LongTermMemory)
            throw new InvalidRequestException("Long-term memory is disabled");
    }
}
