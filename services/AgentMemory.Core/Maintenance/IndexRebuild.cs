using AgentMemory.Embeddings;
using AgentMemory.Tasks;

namespace AgentMemory.Maintenance;

/// <summary>Builds what records are found by anew, and queues the embedding of those that have no vector of the model.</summary>
public sealed class IndexRebuild(
    IStoreMaintenance store, ITaskQueue queue, EmbedBacklog backlog, EmbeddingModel? model = null)
{
    private const string Step = "Rebuilding the index";

    /// <param name="batchSize">Records per transaction, at least 1.</param>
    public async Task<IndexRebuildReport> RunAsync(
        int batchSize, IProgress<MaintenanceProgress> progress, CancellationToken cancellationToken)
    {
        var run = await store.BeginAsync(MaintenanceKind.RebuildIndex, cancellationToken);
        var dropped = 0L;
        RebuildStep step;
        do
        {
            step = await store.RebuildIndexAsync(run, batchSize, cancellationToken);
            dropped += step.DroppedVectors;
            progress.Report(new(Step, step.Done, step.IsFinished ? step.Done : Math.Max(run.Total, step.Done + 1)));
        }
        while (!step.IsFinished);

        var (waiting, taskId) = await QueueEmbeddingAsync(cancellationToken);
        return new(step.Done, run.Done, dropped, model?.Name, waiting, taskId);
    }

    private async Task<(long Waiting, string? TaskId)> QueueEmbeddingAsync(CancellationToken cancellationToken)
    {
        if (model is null)
            return (0, null);
        var waiting = await store.CountWithoutVectorAsync(model.Name, cancellationToken);
        return (waiting, waiting == 0 ? null : await queue.EnqueueAsync(PeriodicTaskHandler.Request(backlog), cancellationToken));
    }
}

/// <param name="Memories">Indexed anew.</param>
/// <param name="Resumed">Of these, by a run that was interrupted before.</param>
/// <param name="DroppedVectors">That could not be their record's.</param>
/// <param name="EmbeddingModel">The model configured; <see langword="null"/> when none is configured, and vectors stay as they are.</param>
/// <param name="WithoutVector">Records that have no vector of the model.</param>
/// <param name="TaskId">The task that embeds them; <see langword="null"/> when there are none.</param>
public sealed record IndexRebuildReport(
    long Memories, long Resumed, long DroppedVectors, string? EmbeddingModel, long WithoutVector, string? TaskId);
