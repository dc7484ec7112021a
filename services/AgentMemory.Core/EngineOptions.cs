using AgentMemory.Errors;

using AgentMemory.Lifecycle;

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

    /// <summary><c>ENABLE_DISCRETE_MEMORY_EXTRACTION</c>: whether messages become memories in the background.</summary>
    public bool ExtractMemories { get; init; } = true;

    /// <summary><c>EXTRACTION_DEBOUNCE_SECONDS</c>: how long a session must be quiet before it is extracted.</summary>
    public TimeSpan ExtractionDebounce { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>ENABLE_TOPIC_EXTRACTION</c>.</summary>
    public bool ExtractTopics { get; init; } = true;

    /// <summary><c>TOP_K_TOPICS</c>.</summary>
    public int MaximumTopics { get; init; } = 3;

    /// <summary><c>ENABLE_NER</c>.</summary>
    public bool ExtractEntities { get; init; } = true;

    /// <summary><c>ENABLE_WORKING_MEMORY_SUMMARIZATION</c>.</summary>
    public bool SummarizeWorkingMemory { get; init; } = true;

    /// <summary><c>PROGRESSIVE_SUMMARIZATION_PROMPT</c>, with <c>{prev_summary}</c> and <c>{messages_joined}</c>;
    /// <see langword="null"/> for the built-in one.</summary>
    public string? SummarizationPrompt { get; init; }

    /// <summary><c>QUERY_OPTIMIZATION_PROMPT_TEMPLATE</c>, with <c>{query}</c>; <see langword="null"/> for the built-in one.</summary>
    public string? QueryOptimizationPrompt { get; init; }

    /// <summary><c>MIN_OPTIMIZED_QUERY_LENGTH</c>, in characters.</summary>
    public int MinimumOptimizedQueryLength { get; init; } = 2;

    /// <summary><c>DEDUPLICATION_DISTANCE_THRESHOLD</c>: cosine distance at which new records may be merged.</summary>
    public double DeduplicationDistanceThreshold { get; init; } = 0.35;

    /// <summary><c>COMPACT_SEMANTIC_DUPLICATES</c>: whether records of the same meaning are merged at all.</summary>
    public bool CompactSemanticDuplicates { get; init; } = true;

    /// <summary><c>COMPACTION_EVERY_MINUTES</c>.</summary>
    public TimeSpan CompactionPeriod { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary><c>FORGETTING_ENABLED</c>.</summary>
    public bool ForgettingEnabled { get; init; }

    /// <summary><c>FORGETTING_EVERY_MINUTES</c>.</summary>
    public TimeSpan ForgettingPeriod { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary><c>FORGETTING_MAX_AGE_DAYS</c>, <c>FORGETTING_MAX_INACTIVE_DAYS</c>, <c>FORGETTING_BUDGET_KEEP_TOP_N</c>.</summary>
    public ForgettingPolicy ForgettingPolicy { get; init; } = new();

    /// <summary><c>SEMANTIC_MEMORY_TTL_DAYS</c>, <c>EPISODIC_MEMORY_TTL_DAYS</c>.</summary>
    public MemoryLifetimes Lifetimes { get; init; } = new();

    /// <summary><c>SUMMARY_VIEW_REFRESH_EVERY_MINUTES</c>.</summary>
    public TimeSpan SummaryViewPeriod { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary><c>LLM_TASK_TIMEOUT_MINUTES</c>: how long one background step that calls a model may take.</summary>
    public TimeSpan ModelTaskTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary><c>EVENTS_PER_SESSION</c>: entries kept of each session's event stream.</summary>
    public int EventsPerSession { get; init; } = 1000;

    /// <exception cref="InvalidRequestException">Long-term memory is off.</exception>
    internal void DemandLongTermMemory()
    {
        if (!LongTermMemory)
            throw new InvalidRequestException("Long-term memory is disabled");
    }
}
