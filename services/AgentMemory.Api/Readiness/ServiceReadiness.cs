using AgentMemory.Hosting.Health;
using AgentMemory.Hosting.Settings;
using AgentMemory.Models;
using AgentMemory.Tasks;
using AgentMemory.Wire.Answers;

namespace AgentMemory.Api.Readiness;

/// <summary>Asks the store and the worker; models are reported as configured and not called.</summary>
/// <param name="worker"><see langword="null"/> when this process does no background work.</param>
internal sealed class ServiceReadiness(MemorySettings settings, StoreProbe storeProbe, IBackgroundWork? worker = null) : IReadinessProbe
{
    public async ValueTask<ReadinessReport> CheckAsync(CancellationToken cancellationToken)
    {
        var (problem, tasks) = await storeProbe.AskAsync(cancellationToken);
        var store = new ComponentState(problem is null ? ComponentStatus.Ok : ComponentStatus.Unavailable, problem);
        var isSearchByMeaning = settings is { Embedding: not null, Engine.LongTermMemory: true };
        return new(
            store.Status,
            store,
            isSearchByMeaning ? "vector" : "lexical",
            settings.Embedding is { } model
                ? new(ComponentStatus.Ok, model.Model)
                : new(ComponentStatus.NotConfigured, "Set OPENAI_API_KEY or OPENAI_API_BASE for search by meaning"),
            LanguageModels(settings.LanguageModels),
            Worker(tasks),
            new Dictionary<string, bool>
            {
                ["long_term_memory"] = settings.Engine.LongTermMemory,
                ["index_all_messages_in_long_term_memory"] = settings.Engine.IndexAllMessages,
                ["soft_filter_fallback"] = settings.Engine.SoftFilterFallback,
                ["enable_discrete_memory_extraction"] = settings.Engine.ExtractMemories,
                ["enable_working_memory_summarization"] = settings.Engine.SummarizeWorkingMemory,
                ["enable_topic_extraction"] = settings.Engine.ExtractTopics,
                ["enable_ner"] = settings.Engine.ExtractEntities,
                ["compact_semantic_duplicates"] = settings.Engine.CompactSemanticDuplicates,
                ["forgetting_enabled"] = settings.Engine.ForgettingEnabled,
            })
        {
            Methods = Methods(settings.Engine, settings.LanguageModels),
            Settings = Numbers(settings),
        };
    }

    private static Dictionary<string, double?> Numbers(MemorySettings settings) => new()
    {
        ["recall_distance_threshold"] = settings.Reading.RecallDistanceThreshold,
        ["semantic_memory_ttl_days"] = settings.Engine.Lifetimes.SemanticDays,
        ["episodic_memory_ttl_days"] = settings.Engine.Lifetimes.EpisodicDays,
        ["extraction_debounce_seconds"] = settings.Engine.ExtractionDebounce.TotalSeconds,
        ["summarization_threshold"] = settings.Engine.SummarizationThreshold,
    };

    private ComponentState Worker(TaskCounts? tasks)
    {
        var givenUp = tasks is { Dead: > 0 } ? $"{tasks.Dead} {(tasks.Dead == 1 ? "task was" : "tasks were")} given up" : null;
        return worker switch
        {
            null => new(ComponentStatus.NotConfigured, string.Join(
                "; ", new[] { "Not in this process: it is left to a worker of its own (`agent-memory task-worker`)", givenUp }.OfType<string>())),
            { IsRunning: true } => new(ComponentStatus.Ok, givenUp),
            _ => new(ComponentStatus.Unavailable, "The background worker has stopped; restart the server"),
        };
    }

    private static ComponentState LanguageModels(ChatSelection selection)
    {
        var names = new[] { selection.Generation?.Model, selection.Fast?.Model }.OfType<string>().Distinct();
        return selection.Advice is { } advice
            ? new(ComponentStatus.NotConfigured, advice)
            : new(ComponentStatus.Ok, string.Join(", ", names));
    }

    private static Dictionary<string, string> Methods(EngineOptions engine, ChatSelection models)
    {
        var extracts = engine is { LongTermMemory: true, ExtractMemories: true };
        var tags = engine.LongTermMemory && (engine.ExtractTopics || engine.ExtractEntities);
        return new()
        {
            ["extraction"] = !extracts ? "off" : models.Generation is null ? "deterministic" : "model",
            ["summarization"] = !engine.SummarizeWorkingMemory ? "off" : models.Generation is null ? "extractive" : "model",
            ["tagging"] = !tags ? "off" : models.Fast is null ? "rules" : "model",
            ["query_optimization"] = models.Fast is null ? "off" : "model",
        };
    }
}
