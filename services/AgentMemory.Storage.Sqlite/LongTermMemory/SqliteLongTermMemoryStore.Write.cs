using System.Text.Json;
using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.Tasks;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.LongTermMemory;

internal sealed partial class SqliteLongTermMemoryStore
{
    public Task<MemoryRecord> ReplaceAsync(
        AccessScope scope, MemoryKey key, MemoryRecord record, WriteCondition condition, IReadOnlyList<TaskRequest> tasks,
        CancellationToken cancellationToken)
    {
        scope.Demand(key.Owner, "memory");
        scope.Demand(record.Owner, "memory");
        return database.WriteAsync(
            transaction =>
            {
                var stored = MemoryRows.Find(transaction.Connection, key);
                condition.Demand(stored?.Record.Version, "Memory " + key.Id);
                if (stored is null)
                    WriteCondition.MustExist.Demand(null, "Memory " + key.Id);
                if (record.Owner != key.Owner)
                    Move(transaction, key, record);
                var kept = CountedAccesses.Keep(record, stored!.Record) with { MemoryHash = MemoryHash.Compute(record) };
                var replaced = Overwrite(transaction, stored, kept, operation: null);
                TaskRows.Enqueue(transaction, tasks);
                return replaced;
            },
            cancellationToken);
    }

    public Task<int> DeleteAsync(
        AccessScope scope, IReadOnlyList<MemoryLookup> lookups, WriteCondition condition, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction =>
            {
                var found = new Dictionary<long, MemoryRow>();
                foreach (var lookup in lookups)
                {
                    var stored = Resolve(transaction.Connection, scope, lookup);
                    condition.Demand(stored?.Record.Version, "Memory " + lookup.Id);
                    if (stored is not null)
                        found[stored.Row] = stored;
                }

                foreach (var memory in found.Values)
                    Remove(transaction, memory, EventKinds.MemoryDeleted);
                return found.Count;
            },
            cancellationToken);

    public Task<IReadOnlyList<MemoryKey>> DeleteUnchangedAsync(
        AccessScope scope, IReadOnlyList<MemoryRecord> snapshot, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<MemoryKey>>(
            transaction =>
            {
                var removed = new List<MemoryKey>(snapshot.Count);
                foreach (var seen in snapshot)
                {
                    var key = seen.Key;
                    if (!scope.Contains(key.Owner) || MemoryRows.Find(transaction.Connection, key) is not { } stored
                        || stored.Record.Pinned || stored.Record.Version != seen.Version)
                        continue;
                    Remove(transaction, stored, EventKinds.MemoryForgotten);
                    removed.Add(key);
                }

                return removed;
            },
            cancellationToken);

    public async Task TouchAsync(
        AccessScope scope, IReadOnlyList<MemoryKey> keys, DateTimeOffset now, TimeSpan minimumInterval,
        CancellationToken cancellationToken) =>
        await database.WriteAsync(
            transaction =>
            {
                var touched = 0;
                foreach (var key in keys)
                {
                    if (!scope.Contains(key.Owner))
                        continue;
                    touched += transaction.Connection.Execute(
                        """
                        UPDATE memory SET last_accessed = ?4, access_count = access_count + 1
                        WHERE id = ?1 AND namespace = ?2 AND user_id = ?3 AND last_accessed <= ?5
                        """,
                        key.Id, key.Owner.Namespace ?? "", key.Owner.UserId ?? "", now.ToMicroseconds(),
                        (now - minimumInterval).ToMicroseconds());
                }

                return touched;
            },
            cancellationToken);

    /// <param name="record">With its hash.</param>
    /// <param name="operation"><see langword="null"/> keeps the one that wrote it: an edit is no repetition of it.</param>
    private static MemoryRecord Overwrite(
        WriteTransaction transaction, MemoryRow stored, MemoryRecord record, string? operation,
        string kind = EventKinds.MemoryUpdated, JsonElement? detail = null)
    {
        transaction.Log(kind, record.Owner, record.SessionId, record.Id, stored.Row, detail: detail);
        if (record.Text != stored.Record.Text)
            transaction.Connection.Execute("DELETE FROM memory_vector WHERE memory = ?1", stored.Row);
        var written = record with { Version = RecordVersion.New() };
        MemoryRows.Update(transaction.Connection, stored.Row, written, operation);
        return written;
    }

    private static void Move(WriteTransaction transaction, MemoryKey from, MemoryRecord record)
    {
        var to = record.Key;
        if (MemoryRows.Find(transaction.Connection, to) is not null)
            throw MemoryConflict.CannotMove(record.Id);

        // Old ids stay in the owner they were promised to; they do not follow the record out of it.
        AliasRows.RemoveOf(transaction.Connection, from);
        MergeRows.Forget(transaction.Connection, from);
        AliasRows.Remove(transaction.Connection, to);
    }

    private static void Remove(WriteTransaction transaction, MemoryRow memory, string kind)
    {
        AliasRows.RemoveOf(transaction.Connection, memory.Key);
        MemoryRows.Delete(transaction.Connection, memory.Row);
        MergeRows.Forget(transaction.Connection, memory.Key);
        transaction.Log(kind, memory.Record.Owner, memory.Record.SessionId, memory.Record.Id, memory.Row);
    }
}
