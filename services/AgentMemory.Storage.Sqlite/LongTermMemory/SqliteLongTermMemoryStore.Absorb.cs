using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.LongTermMemory;

/// <summary>Records of the same content.</summary>
internal sealed partial class SqliteLongTermMemoryStore
{
    public async Task<IReadOnlyList<IReadOnlyList<MemoryKey>>> FindDuplicatesAsync(
        AccessScope scope, MemoryFilter filter, int limit, CancellationToken cancellationToken)
    {
        List<object?> arguments = [(long)limit];
        var condition = FilterSql.Build(scope, filter, arguments);
        // A group in which only one record may go or stay is no work: what is pinned is never absorbed.
        var groups =
            $"""
            SELECT m.namespace, m.user_id, m.hash FROM memory m WHERE {condition} AND m.extraction_strategy <> 'summary'
            GROUP BY m.hash, m.namespace, m.user_id HAVING count(*) > 1 AND count(*) > sum(m.pinned) LIMIT ?1
            """;
        return await database.ReadSnapshotAsync(
            connection =>
            {
                var found = new List<(Owner Owner, string Hash)>();
                using (var reader = connection.Query(groups, arguments.ToArray()))
                {
                    while (reader.Read())
                        found.Add((new Owner(reader.GetString(0), reader.GetString(1)), reader.GetString(2)));
                }

                return found.ConvertAll<IReadOnlyList<MemoryKey>>(group => Members(connection, group.Owner, group.Hash));
            },
            cancellationToken);
    }

    public Task<int> AbsorbAsync(
        AccessScope scope, MemoryKey survivor, IReadOnlyList<MemoryKey> absorbed, CancellationToken cancellationToken)
    {
        scope.Demand(survivor.Owner, "memory");
        return database.WriteAsync(
            transaction =>
            {
                var connection = transaction.Connection;
                if (MemoryRows.Find(connection, survivor) is not { } kept)
                    return 0;
                var duplicates = new List<MemoryRow>(absorbed.Count);
                foreach (var key in absorbed.Distinct())
                {
                    if (key.Owner == survivor.Owner && key != survivor
                        && MemoryRows.Find(connection, key) is { } duplicate
                        && !duplicate.Record.Pinned && duplicate.Record.MemoryHash == kept.Record.MemoryHash
                        && !MergeRows.AreSeparated(connection, survivor, key.Id))
                        duplicates.Add(duplicate);
                }

                if (duplicates.Count > 0)
                    Absorb(transaction, kept, duplicates);
                return duplicates.Count;
            },
            cancellationToken);
    }

    /// <summary>A merge like any other, that leaves the survivor as it is.</summary>
    private static void Absorb(WriteTransaction transaction, MemoryRow survivor, List<MemoryRow> duplicates)
    {
        List<MemoryRow> members = [survivor, .. duplicates];
        var merge = new MemoryMerge
        {
            Id = Ulid.New(),
            Reason = MergeReason.Duplicate,
            Survivor = survivor.Record,
            Originals = members.ConvertAll(member => member.Record),
            At = transaction.Now,
        };
        var originals = members.ConvertAll(
            member => MergedRecord.Of(member.Record, AliasRows.Of(transaction.Connection, member.Key)));
        foreach (var duplicate in duplicates)
            Consume(transaction, duplicate, merge, EventKinds.MemoryAbsorbed);
        transaction.Log(
            EventKinds.MemoryMerged, survivor.Record.Owner, survivor.Record.SessionId, survivor.Record.Id, survivor.Row,
            detail: MergeDetail.Made(merge));
        MergeRows.Insert(transaction.Connection, merge, originals);
    }

    private static List<MemoryKey> Members(StoreConnection connection, Owner owner, string hash)
    {
        var keys = new List<MemoryKey>();
        using var reader = connection.Query(
            """
            SELECT id FROM memory WHERE hash = ?1 AND namespace = ?2 AND user_id = ?3 AND extraction_strategy <> 'summary'
            ORDER BY pinned DESC, last_accessed DESC, id
            """,
            hash, owner.Namespace ?? "", owner.UserId ?? "");
        while (reader.Read())
            keys.Add(new MemoryKey(owner, reader.GetString(0)));
        return keys;
    }
}
