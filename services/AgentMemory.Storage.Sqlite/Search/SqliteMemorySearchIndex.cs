using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.LongTermMemory;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Search;

/// <summary>Listing and matching words. Vectors are in the other part.</summary>
internal sealed partial class SqliteMemorySearchIndex : IMemorySearchIndex, IDisposable
{
    /// <summary>Below this many records, walking an owner's list costs less than ranking other owners' matches.</summary>
    private const int SmallOwnerRecords = 10_000;

    private readonly StoreDatabase _database;

    public SqliteMemorySearchIndex(StoreDatabase database)
    {
        _database = database;
        database.Feed.Changed += OnChanged;
        database.Feed.Lost += OnLost;
    }

    public async Task<MemoryPage> ListAsync(
        AccessScope scope, MemoryFilter filter, int offset, int limit, CancellationToken cancellationToken)
    {
        List<object?> arguments = [(long)limit, (long)offset];
        var condition = FilterSql.Build(scope, filter, arguments);
        var page =
            $"SELECT {MemoryRows.Columns} FROM memory m WHERE {condition} ORDER BY m.created_at DESC, m.id LIMIT ?1 OFFSET ?2";
        var count = $"SELECT count(*) FROM memory m WHERE {condition} AND ?1 >= 0 AND ?2 >= 0";
        return await _database.ReadSnapshotAsync(
            connection =>
            {
                var records = new List<MemoryRecord>(limit);
                using (var reader = connection.Query(page, arguments.ToArray()))
                {
                    while (reader.Read())
                        records.Add(MemoryRows.Read(reader).Record);
                }

                return new MemoryPage(records, (long)connection.Scalar(count, arguments.ToArray())!);
            },
            cancellationToken);
    }

    public async Task<Candidates> MatchAsync(
        AccessScope scope, MemoryFilter filter, TextQuery query, int limit, CancellationToken cancellationToken)
    {
        if (query.IsEmpty)
            return new Candidates([], 0);
        List<object?> arguments = [null];
        var condition = FilterSql.Build(scope, filter, arguments, FilterUse.CheckRows);
        // bm25() weighs the words of the text only, and is negative: better is lower.
        var sql = "SELECT t.rowid, bm25(memory_text, 1.0, 0.0) FROM memory_text t "
            + (condition == "1" ? "" : "CROSS JOIN memory m ON m.row = t.rowid ")
            + $"WHERE memory_text MATCH ?1 AND {condition}";
        return await _database.ReadSnapshotAsync(
            connection =>
            {
                arguments[0] = FtsQuery.Any(query, SmallOwner(connection, scope, filter));
                var best = new BestRows(limit);
                using (var reader = connection.Query(sql, arguments.ToArray()))
                {
                    while (reader.Read())
                        best.Offer(reader.GetInt64(0), -reader.GetDouble(1));
                }

                return new Candidates(Records(connection, best.Descending()), best.Offered);
            },
            cancellationToken);
    }

    public void Dispose()
    {
        _database.Feed.Changed -= OnChanged;
        _database.Feed.Lost -= OnLost;
        foreach (var (_, index) in _indexes)
            index.Dispose();
    }

    private static List<Candidate> Records(StoreConnection connection, IReadOnlyList<(long Row, double Value)> rows)
    {
        var candidates = new List<Candidate>(rows.Count);
        foreach (var (row, value) in rows)
        {
            if (MemoryRows.Find(connection, row) is { } found)
                candidates.Add(new Candidate(found.Record, value));
        }

        return candidates;
    }

    /// <summary>
    /// The user or namespace that FTS5 should intersect with the words: worth it where that list is short, a cost where
    /// most records are in it.
    /// </summary>
    private static string? SmallOwner(StoreConnection connection, AccessScope scope, MemoryFilter filter)
    {
        if ((filter.UserId?.OnlyValue ?? Only(scope.Users)) is { } user && IsSmall(connection, "user_id", user))
            return FtsQuery.UserToken(user);
        if ((filter.Namespace?.OnlyValue ?? Only(scope.Namespaces)) is { } ns && IsSmall(connection, "namespace", ns))
            return FtsQuery.NamespaceToken(ns);
        return null;
    }

    private static bool IsSmall(StoreConnection connection, string column, string value) =>
        (long)connection.Scalar(
            $"SELECT count(*) FROM (SELECT 1 FROM memory WHERE {column} = ?1 LIMIT ?2)", value, (long)SmallOwnerRecords)!
        < SmallOwnerRecords;

    private static string? Only(IReadOnlyCollection<string>? allowed) => allowed is { Count: 1 } ? allowed.First() : null;
}
