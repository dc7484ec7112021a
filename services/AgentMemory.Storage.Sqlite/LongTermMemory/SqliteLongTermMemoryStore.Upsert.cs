using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.LongTermMemory;

internal sealed partial class SqliteLongTermMemoryStore
{
    public async Task<IReadOnlyList<UpsertResult>> UpsertAsync(
        AccessScope scope, IReadOnlyList<MemoryRecord> records, UpsertOptions options, CancellationToken cancellationToken)
    {
        foreach (var record in records)
            scope.Demand(record.Owner, "memory");
        return await database.WriteAsync(
            transaction =>
            {
                var results = new UpsertResult[records.Count];
                for (var i = 0; i < results.Length; i++)
                    results[i] = Upsert(transaction, records[i], options);
                TaskRows.Enqueue(transaction, options.Tasks);
                return results;
            },
            cancellationToken);
    }

    /// <summary>One record of a batch: same operation, same id, same content, else new (spec 10.9).</summary>
    internal static UpsertResult Upsert(WriteTransaction transaction, MemoryRecord incoming, UpsertOptions options)
    {
        var connection = transaction.Connection;
        var (key, operation) = (incoming.Key, options.OperationOf(incoming));
        if (WrittenBy(connection, key, operation) is { } earlier)
            return new UpsertResult(incoming.Id, earlier, UpsertOutcome.AlreadyApplied);

        var stored = MemoryRows.Find(connection, key);
        if (options.KeepOtherSessions && stored is not null && stored.Record.SessionId != incoming.SessionId)
            return new UpsertResult(incoming.Id, key, UpsertOutcome.Occupied);
        var record = incoming with
        {
            MemoryHash = MemoryHash.Compute(incoming),
            PersistedAt = stored?.Record.PersistedAt ?? incoming.PersistedAt,
        };
        if (options.Deduplicate && record.ExtractionStrategy != "summary"
            && SameContent(connection, record, stored?.Row) is { } twin)
            return Absorb(transaction, record, stored, twin);

        AliasRows.Remove(connection, key);
        if (stored is not null)
        {
            Overwrite(transaction, stored, record, operation);
            return new UpsertResult(record.Id, key, UpsertOutcome.Replaced);
        }

        var row = MemoryRows.Insert(connection, record with { Version = RecordVersion.New() }, operation);
        transaction.Log(EventKinds.MemoryCreated, record.Owner, record.SessionId, record.Id, row);
        return new UpsertResult(record.Id, key, UpsertOutcome.Created);
    }

    /// <summary>The record this operation wrote under the key, unless something else changed it since.</summary>
    private static MemoryKey? WrittenBy(StoreConnection connection, MemoryKey key, string operation)
    {
        using var reader = connection.Query(
            "SELECT 1 FROM memory WHERE id = ?1 AND namespace = ?2 AND user_id = ?3 AND operation = ?4",
            key.Id, key.Owner.Namespace ?? "", key.Owner.UserId ?? "", operation);
        return reader.Read() ? key : null;
    }

    private static MemoryRow? SameContent(StoreConnection connection, MemoryRecord record, long? except)
    {
        var row = (long?)connection.Scalar(
            "SELECT row FROM memory WHERE hash = ?1 AND namespace = ?2 AND user_id = ?3 AND row <> ?4 ORDER BY row LIMIT 1",
            record.MemoryHash, record.Owner.Namespace ?? "", record.Owner.UserId ?? "", except ?? 0);
        return row is null ? null : MemoryRows.Find(connection, row.Value);
    }

    private static UpsertResult Absorb(WriteTransaction transaction, MemoryRecord record, MemoryRow? stored, MemoryRow twin)
    {
        var key = record.Key;
        // The same id again says nothing new, and may be a write that is repeated.
        var isSaidAgain = !AliasRows.Contains(transaction.Connection, key);
        transaction.Connection.Execute(
            "UPDATE memory SET last_accessed = max(last_accessed, ?2), access_count = access_count + ?3 WHERE row = ?1",
            twin.Row, transaction.Now.ToMicroseconds(), isSaidAgain ? 1L : 0L);
        // A pin is a promise about the content, so it outlives the id it came with.
        if ((record.Pinned || stored is { Record.Pinned: true }) && !twin.Record.Pinned)
            Overwrite(transaction, twin, MemoryRows.Find(transaction.Connection, twin.Row)!.Record with { Pinned = true }, operation: null);
        if (stored is not null)
        {
            transaction.Log(EventKinds.MemoryAbsorbed, key.Owner, stored.Record.SessionId, key.Id, stored.Row);
            MemoryRows.Delete(transaction.Connection, stored.Row);
            MergeRows.Forget(transaction.Connection, key);
        }

        AliasRows.Point(transaction.Connection, key.Id, twin.Key);
        return new UpsertResult(key.Id, twin.Key, UpsertOutcome.Duplicate);
    }
}
