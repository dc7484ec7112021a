using AgentMemory.Maintenance;
using AgentMemory.Storage.Redis.LongTermMemory;

namespace AgentMemory.Storage.Redis.Maintenance;

internal sealed partial class RedisStoreMaintenance
{
    public Task<MigrationStep> MigrateRecordsAsync(MaintenanceRun run, int records, CancellationToken cancellationToken) =>
        store.WriteAsync(
            Subject,
            async batch =>
            {
                var progress = await RunProgress.FindAsync(batch, run.Kind);
                if (progress?.Run != run.Id)
                    return new MigrationStep(run.Total, IsFinished: true, default);
                var page = await RecordWalk.PageAsync(batch.Database, batch.Keys, progress.Cursor, records);
                if (page.Count == 0)
                {
                    RunProgress.Finish(batch, run.Kind);
                    return new MigrationStep(progress.Done, IsFinished: true, default);
                }

                var unit = new MemoryUnit(batch);
                var counts = default(MigrationCounts);
                foreach (var memory in await RecordWalk.ReadAsync(batch.Database, batch.Keys, page.Select(entry => entry.Key)))
                    counts += Migrate(unit, memory);
                unit.Flush();
                var done = progress.Done + page.Count;
                (progress with { Cursor = page[^1].Number, Done = done }).Write(batch, run.Kind);
                return new MigrationStep(done, IsFinished: false, counts);
            },
            cancellationToken);

    public Task<MigrationPreview> PreviewMigrationAsync(string? after, int records, CancellationToken cancellationToken) =>
        store.ReadAsync(
            async database =>
            {
                var page = await RecordWalk.PageAsync(database, store.Keys, RecordWalk.Position(after), records);
                var counts = default(MigrationCounts);
                foreach (var memory in await RecordWalk.ReadAsync(database, store.Keys, page.Select(entry => entry.Key)))
                    counts += Migrated(memory)?.Needs ?? NotMigrated(memory);
                return new MigrationPreview(counts, page.Count < records ? null : RecordWalk.Text(page[^1].Number));
            },
            cancellationToken);

    private static MigrationCounts Migrate(MemoryUnit unit, WalkedMemory memory)
    {
        if (Migrated(memory) is not var (record, needs))
            return NotMigrated(memory);
        if (needs.AnyChange)
            unit.Overwrite(unit.Records.Adopt(memory.Stored!), record, operation: null);
        return needs;
    }

    private static MigratedRecord? Migrated(WalkedMemory memory) => memory.Stored is { } stored
        ? MigratedRecord.Of(stored.Record, memory.Text("memory_type") ?? "", memory.Text("extracted") is "0" or "1")
        : null;

    /// <summary>It cannot be read, or was deleted while the page was.</summary>
    private static MigrationCounts NotMigrated(WalkedMemory memory) =>
        memory.Exists ? new() { Records = 1, Unreadable = 1 } : new() { Records = 1 };
}
