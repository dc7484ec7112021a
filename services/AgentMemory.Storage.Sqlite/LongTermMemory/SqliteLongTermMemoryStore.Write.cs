using AgentMemory.Errors;
using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.Tasks;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.LongTermMemory;

internal sealed partial class SqliteLongTermMemoryStore
{
    public async Task<IReadOnlyList<UpsertResult>> UpsertAsync(
        AccessScope scope, IReadOnlyList<MemoryRecord> records, UpsertOptions options, CancellationToken cancellationToken)
    {
        foreach (var record in records)
            Demand(scope, record.Owner);
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

    public Task<MemoryRecord> ReplaceAsync(
        AccessScope scope, MemoryKey key, MemoryRecord record, WriteCondition condition, IReadOnlyList<TaskRequest> tasks,
        CancellationToken cancellationToken)
    {
        Demand(scope, key.Owner);
        Demand(scope, record.Owner);
        return database.WriteAsync(
            transaction =>
            {
                var stored = MemoryRows.Find(transaction.Connection, key);
                condition.Demand(stored?.Record.Version, "Memory " + key.Id);
                if (stored is null)
                    WriteCondition.MustExist.Demand(null, "Memory " + key.Id);
                if (record.Owner != key.Owner)
                    Move(transaction, key, record);
                var replaced = Overwrite(transaction, stored!, KeepAccesses(record, stored!.Record), operation: "");
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
                    Remove(transaction, memory);
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
                    var key = new MemoryKey(seen.Owner, seen.Id);
                    if (!scope.Contains(key.Owner) || MemoryRows.Find(transaction.Connection, key) is not { } stored
                        || stored.Record.Pinned || stored.Record.Version != seen.Version)
                        continue;
                    Remove(transaction, stored);
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

    /// <summary>One record of a batch: same operation, same id, same content, else new (spec 10.9).</summary>
    private static UpsertResult Upsert(WriteTransaction transaction, MemoryRecord incoming, UpsertOptions options)
    {
        var connection = transaction.Connection;
        var key = new MemoryKey(incoming.Owner, incoming.Id);
        if (WrittenBy(connection, key, options.OperationId) is { } earlier)
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
            Overwrite(transaction, stored, record, options.OperationId);
            return new UpsertResult(record.Id, key, UpsertOutcome.Replaced);
        }

        var row = MemoryRows.Insert(connection, record with { Version = RecordVersion.New() }, options.OperationId);
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
        var key = new MemoryKey(record.Owner, record.Id);
        transaction.Connection.Execute(
            "UPDATE memory SET last_accessed = max(last_accessed, ?2) WHERE row = ?1", twin.Row, transaction.Now.ToMicroseconds());
        // A pin is a promise about the content, so it outlives the id it came with.
        if ((record.Pinned || stored is { Record.Pinned: true }) && !twin.Record.Pinned)
            Overwrite(transaction, twin, MemoryRows.Find(transaction.Connection, twin.Row)!.Record with { Pinned = true }, operation: "");
        if (stored is not null)
        {
            transaction.Log(EventKinds.MemoryAbsorbed, key.Owner, stored.Record.SessionId, key.Id, stored.Row);
            MemoryRows.Delete(transaction.Connection, stored.Row);
        }

        AliasRows.Point(transaction.Connection, key.Id, twin.Key);
        return new UpsertResult(key.Id, twin.Key, UpsertOutcome.Duplicate);
    }

    private static MemoryRecord Overwrite(WriteTransaction transaction, MemoryRow stored, MemoryRecord record, string operation)
    {
        transaction.Log(EventKinds.MemoryUpdated, record.Owner, record.SessionId, record.Id, stored.Row);
        if (record.Text != stored.Record.Text)
            transaction.Connection.Execute("DELETE FROM memory_vector WHERE memory = ?1", stored.Row);
        var written = record with { Version = RecordVersion.New(), MemoryHash = MemoryHash.Compute(record) };
        if (operation.Length == 0)
            operation = Operation(transaction.Connection, stored.Row);
        MemoryRows.Update(transaction.Connection, stored.Row, written, operation);
        return written;
    }

    /// <summary>Counting an access leaves the version as it is, so a replacement may not know of it yet.</summary>
    private static MemoryRecord KeepAccesses(MemoryRecord record, MemoryRecord stored) => record with
    {
        LastAccessed = record.LastAccessed > stored.LastAccessed ? record.LastAccessed : stored.LastAccessed,
        AccessCount = Math.Max(record.AccessCount, stored.AccessCount),
    };

    private static string Operation(StoreConnection connection, long row) =>
        (string)connection.Scalar("SELECT operation FROM memory WHERE row = ?1", row)!;

    private static void Move(WriteTransaction transaction, MemoryKey from, MemoryRecord record)
    {
        var to = new MemoryKey(record.Owner, record.Id);
        if (MemoryRows.Find(transaction.Connection, to) is not null)
        {
            throw new ConflictException(
                $"Memory {record.Id} cannot move: that namespace and user have another memory of this ID. "
                + "Delete that one first, or create this one anew under another ID");
        }

        // Old ids stay in the owner they were promised to; they do not follow the record out of it.
        AliasRows.RemoveOf(transaction.Connection, from);
        AliasRows.Remove(transaction.Connection, to);
    }

    private static void Remove(WriteTransaction transaction, MemoryRow memory)
    {
        AliasRows.RemoveOf(transaction.Connection, memory.Key);
        MemoryRows.Delete(transaction.Connection, memory.Row);
        transaction.Log(EventKinds.MemoryDeleted, memory.Record.Owner, memory.Record.SessionId, memory.Record.Id, memory.Row);
    }

    private static void Demand(AccessScope scope, Owner owner)
    {
        if (!scope.Contains(owner))
            throw new AccessDeniedException($"The memory's namespace and user ({owner}) are outside the caller's scope");
    }
}
