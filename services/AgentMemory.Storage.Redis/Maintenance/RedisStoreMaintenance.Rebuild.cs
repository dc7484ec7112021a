using AgentMemory.Maintenance;

namespace AgentMemory.Storage.Redis.Maintenance;

/// <summary>
/// Redis fills the new index beside the old one by itself; what it reads are fields that were derived from the record when it was
/// written. They are made true here, and seen at once by the old index too.
/// </summary>
internal sealed partial class RedisStoreMaintenance
{
    public async Task<RebuildStep> RebuildIndexAsync(MaintenanceRun run, int records, CancellationToken cancellationToken)
    {
        var (step, isLast) = await store.WriteAsync(
            Subject,
            async batch =>
            {
                var progress = await RunProgress.FindAsync(batch, run.Kind);
                if (progress?.Run != run.Id)
                    return (new RebuildStep(run.Total, IsFinished: true, DroppedVectors: 0), false);
                var page = await RecordWalk.PageAsync(batch.Database, batch.Keys, progress.Cursor, records);
                if (page.Count == 0)
                    return (new RebuildStep(progress.Done, IsFinished: true, DroppedVectors: 0), true);

                var dropped = await DerivedFields.WriteAsync(
                    batch, [.. page.Select(entry => entry.Key)], await index.SpacesAsync(batch.Database));
                var done = progress.Done + page.Count;
                (progress with { Cursor = page[^1].Number, Done = done }).Write(batch, run.Kind);
                return (new RebuildStep(done, IsFinished: false, dropped), false);
            },
            cancellationToken);
        if (!isLast)
            return step;
        if (!await index.TryReplaceAsync(run.Id, cancellationToken))
            return step with { IsFinished = false };
        await FinishAsync(run, cancellationToken);
        return step;
    }

    private Task<bool> FinishAsync(MaintenanceRun run, CancellationToken cancellationToken) => store.WriteAsync(
        Subject,
        async batch =>
        {
            var isUnderWay = (await RunProgress.FindAsync(batch, run.Kind))?.Run == run.Id;
            if (isUnderWay)
                RunProgress.Finish(batch, run.Kind);
            return isUnderWay;
        },
        cancellationToken);
}
