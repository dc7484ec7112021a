using System.Globalization;
using AgentMemory.Events;
using AgentMemory.Maintenance;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.LongTermMemory;

namespace AgentMemory.Storage.Sqlite.Maintenance;

internal sealed partial class SqliteStoreMaintenance
{
    public Task<MigrationStep> MigrateRecordsAsync(MaintenanceRun run, int records, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction =>
            {
                var connection = transaction.Connection;
                if (ProgressRows.Find(connection, run) is not var (cursor, done))
                    return new MigrationStep(run.Total, IsFinished: true, default);
                var page = ReadRecords(connection, cursor, records);
                if (page.Count == 0)
                {
                    ProgressRows.Finish(connection, run);
                    return new MigrationStep(done, IsFinished: true, default);
                }

                var counts = default(MigrationCounts);
                foreach (var stored in page)
                    counts += Migrate(transaction, stored);
                ProgressRows.Advance(connection, run, page[^1].Row, done + page.Count);
                return new MigrationStep(done + page.Count, IsFinished: false, counts);
            },
            cancellationToken);

    public async Task<MigrationPreview> PreviewMigrationAsync(string? after, int records, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection =>
            {
                var page = ReadRecords(connection, Row(after), records);
                var counts = default(MigrationCounts);
                foreach (var stored in page)
                    counts += Needs(stored);
                return new MigrationPreview(counts, page.Count < records ? null : Text(page[^1].Row));
            },
            cancellationToken);

    private static MigrationCounts Needs(StoredRecord stored) =>
        stored is { IsReadable: true, Memory: { } memory } ? stored.Migrated(memory.Record).Needs : new() { Records = 1, Unreadable = 1 };

    private static MigrationCounts Migrate(WriteTransaction transaction, StoredRecord stored)
    {
        if (stored is not { IsReadable: true, Memory: { } memory })
            return new() { Records = 1, Unreadable = 1 };
        var (record, needs) = stored.Migrated(memory.Record);
        if (!needs.AnyChange)
            return needs;
        transaction.Log(EventKinds.MemoryUpdated, record.Owner, record.SessionId, record.Id, stored.Row);
        MemoryRows.Update(transaction.Connection, stored.Row, record with { Version = RecordVersion.New() }, operation: null);
        return needs;
    }

    private static List<StoredRecord> ReadRecords(StoreConnection connection, long after, int limit) => ReadAll(
        connection.Query(
            $"SELECT {MemoryRows.Columns}, {StoredRecord.RawColumns} FROM memory m WHERE m.row > ?1 ORDER BY m.row LIMIT ?2",
            after, (long)limit),
        StoredRecord.Read);

    private static long Row(string? position) => position is null ? 0 : long.Parse(position, CultureInfo.InvariantCulture);

    private static string Text(long row) => row.ToString(CultureInfo.InvariantCulture);
}
