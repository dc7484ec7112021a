using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.LongTermMemory;

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
                if (MemoryRows.Find(transaction.Connection, survivor) is not { } kept)
                    return 0;
                var removed = 0;
                foreach (var key in absorbed)
                {
                    if (key.Owner != survivor.Owner || key == survivor
                        || MemoryRows.Find(transaction.Connection, key) is not { } duplicate
                        || duplicate.Record.Pinned || duplicate.Record.MemoryHash != kept.Record.MemoryHash)
                        continue;
                    transaction.Log(EventKinds.MemoryAbsorbed, key.Owner, duplicate.Record.SessionId, key.Id, duplicate.Row);
                    MemoryRows.Delete(transaction.Connection, duplicate.Row);
                    AliasRows.Point(transaction.Connection, key.Id, survivor);
                    removed++;
                }

                return removed;
            },
            cancellationToken);
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
