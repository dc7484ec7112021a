namespace AgentMemory.Maintenance;

/// <summary>Brings all records to what this version expects of them (spec 10.15).</summary>
public sealed class RecordMigration(IStoreMaintenance store)
{
    private const string Step = "Migrating memories";

    /// <param name="batchSize">Records per transaction, at least 1.</param>
    /// <param name="dryRun">Counts and changes nothing; begins at the first record whatever was done before.</param>
    public async Task<RecordMigrationReport> RunAsync(
        int batchSize, bool dryRun, IProgress<MaintenanceProgress> progress, CancellationToken cancellationToken)
    {
        if (dryRun)
            return new(await PreviewAsync(batchSize, cancellationToken), Resumed: 0, DryRun: true);

        var run = await store.BeginAsync(MaintenanceKind.MigrateRecords, cancellationToken);
        var counts = default(MigrationCounts);
        MigrationStep step;
        do
        {
            step = await store.MigrateRecordsAsync(run, batchSize, cancellationToken);
            counts += step.Counts;
            progress.Report(new(Step, step.Done, step.IsFinished ? step.Done : Math.Max(run.Total, step.Done + 1)));
        }
        while (!step.IsFinished);

        return new(counts, run.Done, DryRun: false);
    }

    private async Task<MigrationCounts> PreviewAsync(int batchSize, CancellationToken cancellationToken)
    {
        var counts = default(MigrationCounts);
        string? after = null;
        do
        {
            var preview = await store.PreviewMigrationAsync(after, batchSize, cancellationToken);
            counts += preview.Counts;
            after = preview.Next;
        }
        while (after is not null);
        return counts;
    }
}

/// <param name="Counts">Of this run; in a dry run, what would be done.</param>
/// <param name="Resumed">Records that a run interrupted before had dealt with.</param>
public sealed record RecordMigrationReport(MigrationCounts Counts, long Resumed, bool DryRun);
