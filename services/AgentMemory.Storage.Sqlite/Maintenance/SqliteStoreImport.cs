using AgentMemory.Maintenance;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.LongTermMemory;
using AgentMemory.Storage.Sqlite.WorkingMemory;

namespace AgentMemory.Storage.Sqlite.Maintenance;

internal sealed class SqliteStoreImport(StoreDatabase database) : IStoreImport
{
    public async Task<IReadOnlyList<ImportOutcome>> ImportSessionsAsync(
        IReadOnlyList<SessionImport> sessions, bool dryRun, CancellationToken cancellationToken) => dryRun
        ? await database.ReadSnapshotAsync(
            connection => sessions
                .Select(import => SqliteWorkingMemoryStore.Compare(connection, import.Session, database.Time.GetUtcNow())).ToArray(),
            cancellationToken)
        : await database.WriteAsync(
            transaction => sessions.Select(import => SqliteWorkingMemoryStore.Import(transaction, import)).ToArray(), cancellationToken);

    public async Task<IReadOnlyList<ImportOutcome>> ImportMemoriesAsync(
        IReadOnlyList<MemoryImport> memories, bool dryRun, CancellationToken cancellationToken) => dryRun
        ? await database.ReadSnapshotAsync(
            connection => memories.Select(import => SqliteLongTermMemoryStore.Compare(connection, import.Record)).ToArray(),
            cancellationToken)
        : await database.WriteAsync(
            transaction => memories.Select(import => SqliteLongTermMemoryStore.Import(transaction, import)).ToArray(), cancellationToken);
}
