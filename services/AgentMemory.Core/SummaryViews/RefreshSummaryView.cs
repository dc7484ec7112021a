using AgentMemory.Errors;
using AgentMemory.Tasks;
using Microsoft.Extensions.Logging;

namespace AgentMemory.SummaryViews;

/// <summary>
/// Summarises every group of a view again. Repeatable: each partition replaces the one of its group, and those of groups
/// that have no memories any more go last, by their age.
/// </summary>
public sealed partial class RefreshSummaryView(
    ISummaryViewStore views, ViewMemories memories, PartitionSummarizer summarizer, EngineOptions options, TimeProvider time,
    ILogger<RefreshSummaryView> logger) : ITaskHandler
{
    private const long ManyMemories = 5000;

    private static readonly IReadOnlyDictionary<string, string> AnyGroup = new Dictionary<string, string>();

    public string Kind => SummaryViewTasks.Kind;

    public async Task RunAsync(TaskLease task, CancellationToken cancellationToken)
    {
        options.DemandLongTermMemory();
        var (viewId, scope) = SummaryViewTasks.Read(task);
        var view = await views.FindAsync(scope, viewId, cancellationToken)
            ?? throw new NotFoundException($"SummaryView {viewId} not found");

        var begun = time.UtcNowMicroseconds();
        var kept = (await views.ListPartitionsAsync(scope, viewId, AnyGroup, cancellationToken))
            .Where(PartitionSummarizer.IsSummary)
            .ToDictionary(partition => PartitionKey.Of(partition.Group), partition => partition.ComputedAt, StringComparer.Ordinal);
        var (total, oldest) = (0L, begun);
        foreach (var group in await memories.GroupsAsync(view, cancellationToken))
        {
            var (partition, modelFailed) = await summarizer.ComputeAsync(view, group, heedsBudget: true, cancellationToken);
            total += partition.MemoryCount;

            // A failing model never takes the place of a summary that is there; nor may its age take it away below.
            if (modelFailed && kept.TryGetValue(PartitionKey.Of(group), out var computedAt))
                oldest = computedAt < oldest ? computedAt : oldest;
            else if (!partition.Empty)
                await views.PutPartitionAsync(scope, partition, cancellationToken);
        }

        await views.DeletePartitionsBeforeAsync(scope, viewId, oldest, cancellationToken);
        if (total >= ManyMemories)
            LogLarge(viewId, total);
    }

    [LoggerMessage(LogLevel.Warning, "Summary view {ViewId} covers {Memories} memories: narrow it by filters or a time window")]
    private partial void LogLarge(string viewId, long memories);
}
