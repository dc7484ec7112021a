namespace AgentMemory.Hosting.Settings;

/// <summary>The settings of the engine.</summary>
internal static class EngineSettings
{
    private const int Day = 24 * 60;

    public static EngineOptions Read(SettingsReader reader)
    {
        var defaults = new EngineOptions();
        return new()
        {
            LongTermMemory = reader.Flag("LONG_TERM_MEMORY", defaults.LongTermMemory),
            IndexAllMessages = reader.Flag("INDEX_ALL_MESSAGES_IN_LONG_TERM_MEMORY", defaults.IndexAllMessages),
            ExtractMemories = reader.Flag("ENABLE_DISCRETE_MEMORY_EXTRACTION", defaults.ExtractMemories),
            ExtractionDebounce = TimeSpan.FromSeconds(reader.Integer(
                "EXTRACTION_DEBOUNCE_SECONDS", (int)defaults.ExtractionDebounce.TotalSeconds, 0, Day * 60)),
            ExtractTopics = reader.Flag("ENABLE_TOPIC_EXTRACTION", defaults.ExtractTopics),
            MaximumTopics = reader.Integer("TOP_K_TOPICS", defaults.MaximumTopics, 1, 20),
            ExtractEntities = reader.Flag("ENABLE_NER", defaults.ExtractEntities),
            SummarizeWorkingMemory = reader.Flag("ENABLE_WORKING_MEMORY_SUMMARIZATION", defaults.SummarizeWorkingMemory),
            SummarizationThreshold = reader.ShareAboveZero("SUMMARIZATION_THRESHOLD", defaults.SummarizationThreshold),
            SummarizationPrompt = reader.Template("PROGRESSIVE_SUMMARIZATION_PROMPT", "{prev_summary}", "{messages_joined}"),
            MemoryPromptRole = reader.Choice("MEMORY_PROMPT_ROLE", "system", "user"),
            SoftFilterFallback = reader.Flag("SOFT_FILTER_FALLBACK", defaults.SoftFilterFallback),
            QueryOptimizationPrompt = reader.Template("QUERY_OPTIMIZATION_PROMPT_TEMPLATE", "{query}"),
            MinimumOptimizedQueryLength = reader.Integer(
                "MIN_OPTIMIZED_QUERY_LENGTH", defaults.MinimumOptimizedQueryLength, 0, 1000),
            CompactSemanticDuplicates = reader.Flag("COMPACT_SEMANTIC_DUPLICATES", defaults.CompactSemanticDuplicates),
            DeduplicationDistanceThreshold = reader.Number(
                "DEDUPLICATION_DISTANCE_THRESHOLD", defaults.DeduplicationDistanceThreshold, 0, 2),
            CompactionPeriod = Minutes(reader, "COMPACTION_EVERY_MINUTES", defaults.CompactionPeriod),
            ForgettingEnabled = reader.Flag("FORGETTING_ENABLED", defaults.ForgettingEnabled),
            ForgettingPeriod = Minutes(reader, "FORGETTING_EVERY_MINUTES", defaults.ForgettingPeriod),
            ForgettingPolicy = new()
            {
                MaxAgeDays = reader.OptionalNumber("FORGETTING_MAX_AGE_DAYS", 0, 1_000_000),
                MaxInactiveDays = reader.OptionalNumber("FORGETTING_MAX_INACTIVE_DAYS", 0, 1_000_000),
                Budget = (int?)reader.OptionalInteger("FORGETTING_BUDGET_KEEP_TOP_N", 0, int.MaxValue),
            },
            Lifetimes = new(
                reader.OptionalNumber("SEMANTIC_MEMORY_TTL_DAYS", 0, 1_000_000),
                reader.OptionalNumber("EPISODIC_MEMORY_TTL_DAYS", 0, 1_000_000)),
            SummaryViewPeriod = Minutes(reader, "SUMMARY_VIEW_REFRESH_EVERY_MINUTES", defaults.SummaryViewPeriod),
            ModelTaskTimeout = Minutes(reader, "LLM_TASK_TIMEOUT_MINUTES", defaults.ModelTaskTimeout),
            EventsPerSession = reader.Integer("EVENTS_PER_SESSION", defaults.EventsPerSession, 1, 100_000),
        };
    }

    private static TimeSpan Minutes(SettingsReader reader, string name, TimeSpan fallback) =>
        TimeSpan.FromMinutes(reader.Integer(name, (int)fallback.TotalMinutes, 1, 365 * Day));
}
