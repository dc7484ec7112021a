using AgentMemory;
using AgentMemory.Embeddings;
using AgentMemory.Events;
using AgentMemory.Extraction;
using AgentMemory.Extraction.Strategies;
using AgentMemory.Extraction.Tagging;
using AgentMemory.LanguageModels;
using AgentMemory.Lifecycle;
using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Maintenance.Reference;
using AgentMemory.Overview;
using AgentMemory.Prompts;
using AgentMemory.Search;
using AgentMemory.SummaryViews;
using AgentMemory.Tasks;
using AgentMemory.Usage;
using AgentMemory.WorkingMemory;
using AgentMemory.WorkingMemory.Summarization;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

public static class MemoryEngineServiceCollectionExtensions
{
    /// <summary>
    /// Registers the engine. It needs a store (all ports), and uses an <see cref="EmbeddingModel"/> and
    /// <see cref="ModelRoles"/> where they are registered. <see cref="TaskRunner"/> and <see cref="PeriodicRunner"/> do
    /// background work once something runs them.
    /// </summary>
    public static IServiceCollection AddMemoryEngine(this IServiceCollection services, EngineOptions options)
    {
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new TaskRunnerOptions());
        services.TryAddSingleton<ITokenCounter, EstimatedTokenCounter>();
        services.TryAddSingleton(ModelRoles.None);
        services.TryAddSingleton(TokenBudget.None);

        return services
            .AddSingleton(options)
            .AddSingleton<SessionReconstruction>()
            .AddSingleton<SummaryWriter>()
            .AddSingleton<SessionSummarizer>()
            .AddSingleton<WorkingMemoryService>()
            .AddSingleton<MemoryFollowUps>()
            .AddSingleton<Forgetting>()
            .AddSingleton<HashCompaction>()
            .AddSingleton<Superseding>()
            .AddSingleton<EqualTexts>()
            .AddSingleton<SimilarRecords>()
            .AddSingleton<MergedTextWriter>()
            .AddSingleton<Consolidation>()
            .AddSingleton<Compaction>()
            .AddSingleton<LongTermMemoryService>()
            .AddSingleton<MemoryEmbedder>()
            .AddSingleton<QueryEmbedding>()
            .AddSingleton<QueryOptimizer>()
            .AddSingleton<AnswerBudget>()
            .AddSingleton<AccessTracker>()
            .AddHostedService(provider => provider.GetRequiredService<AccessTracker>())
            .AddSingleton<SearchService>()
            .AddSingleton<MemoryPromptService>()
            .AddSingleton<ViewMemories>()
            .AddSingleton<PartitionSummarizer>()
            .AddSingleton<SummaryViewService>()
            .AddSingleton<TaskService>()
            .AddSingleton<EventHistory>()
            .AddSingleton<ITaskHandler, RefreshSummaryView>()
            .AddPeriodicTask<RefreshContinuousViews>()
            .AddSingleton<PromoteWorkingMemory>()
            .AddSingleton<ITaskHandler>(provider => provider.GetRequiredService<PromoteWorkingMemory>())
            .AddExtraction()
            .AddSingleton<ITaskHandler, EmbedMemories>()
            .AddSingleton<ITaskHandler, ConsolidateMemories>()
            .AddSingleton<ITaskHandler, SummarizeSession>()
            .AddSingleton<MemoryTagger>()
            .AddSingleton<ITaskHandler, TagMemories>()
            .AddSingleton<UsageService>()
            .AddSingleton<SearchTimes>()
            .AddSingleton<OverviewService>()
            .AddPeriodicTask<PurgeUsage>()
            .AddPeriodicTask<PurgeExpiredSessions>()
            .AddPeriodicTask<TrimEventLog>()
            .AddPeriodicTask<EmbedBacklog>()
            .AddPeriodicTask<CompactMemories>()
            .AddPeriodicTask<PeriodicForgetting>()
            .AddPeriodicTask<EndLifetimes>()
            .AddPeriodicTask<PurgeTasks>()
            .AddSingleton<IndexRebuild>()
            .AddSingleton<RecordMigration>()
            .AddSingleton<ReferenceMigration>()
            .AddSingleton<TasksOnDemand>()
            .AddSingleton<TaskRun>()
            .AddSingleton<TaskRunner>()
            .AddSingleton<PeriodicRunner>();
    }

    /// <summary>Repeated by <see cref="PeriodicRunner"/>, and run out of turn by a task of its name.</summary>
    private static IServiceCollection AddPeriodicTask<T>(this IServiceCollection services)
        where T : class, IPeriodicTask => services
        .AddSingleton<T>()
        .AddSingleton<IPeriodicTask>(provider => provider.GetRequiredService<T>())
        .AddSingleton<ITaskHandler>(provider => new PeriodicTaskHandler(provider.GetRequiredService<T>()));

    /// <summary>Applications add strategies of their own as <see cref="IExtractionStrategy"/>, under names of their own.</summary>
    private static IServiceCollection AddExtraction(this IServiceCollection services) => services
        .AddSingleton<IExtractionStrategy, DiscreteStrategy>()
        .AddSingleton<IExtractionStrategy, SummaryStrategy>()
        .AddSingleton<IExtractionStrategy, PreferencesStrategy>()
        .AddSingleton<IExtractionStrategy, CustomStrategy>()
        .AddSingleton<ExtractionStrategies>()
        .AddSingleton<MemoryExtractor>()
        .AddSingleton<ExtractionPauses>()
        .AddSingleton<ITaskHandler, ExtractSession>()
        .AddSingleton<ITaskHandler, ExtractMemories>();
}
