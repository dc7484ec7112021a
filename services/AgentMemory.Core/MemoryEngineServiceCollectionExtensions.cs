using AgentMemory;
using AgentMemory.Embeddings;
using AgentMemory.Events;
using AgentMemory.Lifecycle;
using AgentMemory.LongTermMemory;
using AgentMemory.Prompts;
using AgentMemory.Search;
using AgentMemory.SummaryViews;
using AgentMemory.Tasks;
using AgentMemory.WorkingMemory;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

public static class MemoryEngineServiceCollectionExtensions
{
    /// <summary>
    /// Registers the engine. It needs a store (all ports), and uses an <see cref="EmbeddingModel"/> where one is
    /// registered. <see cref="TaskRunner"/> and <see cref="PeriodicRunner"/> do background work once something runs them.
    /// </summary>
    public static IServiceCollection AddMemoryEngine(this IServiceCollection services, EngineOptions options)
    {
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new TaskRunnerOptions());
        services.TryAddSingleton<ITokenCounter, EstimatedTokenCounter>();

        return services
            .AddSingleton(options)
            .AddSingleton<SessionReconstruction>()
            .AddSingleton<WorkingMemoryService>()
            .AddSingleton<MemoryFollowUps>()
            .AddSingleton<Forgetting>()
            .AddSingleton<HashCompaction>()
            .AddSingleton<LongTermMemoryService>()
            .AddSingleton<MemoryEmbedder>()
            .AddSingleton<QueryEmbedding>()
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
            .AddSingleton<IPeriodicTask, RefreshContinuousViews>()
            .AddSingleton<ITaskHandler, PromoteWorkingMemory>()
            .AddSingleton<ITaskHandler, EmbedMemories>()
            .AddSingleton<IPeriodicTask, PurgeExpiredSessions>()
            .AddSingleton<IPeriodicTask, TrimEventLog>()
            .AddSingleton<IPeriodicTask, EmbedBacklog>()
            .AddSingleton<TaskRun>()
            .AddSingleton<TaskRunner>()
            .AddSingleton<PeriodicRunner>();
    }
}
