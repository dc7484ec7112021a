using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.LongTermMemory;

/// <summary>Reading long-term records. Writing and merging are in the other parts.</summary>
internal sealed partial class SqliteLongTermMemoryStore(StoreDatabase database) : ILongTermMemoryStore
{
    public ValueTask<MemoryRecord?> FindAsync(AccessScope scope, MemoryLookup lookup, CancellationToken cancellationToken) =>
        database.ReadSnapshotAsync(connection => Resolve(connection, scope, lookup)?.Record, cancellationToken);

    public async Task<ScanPage> ScanAsync(
        AccessScope scope, MemoryFilter filter, string? after, int pageSize, CancellationToken cancellationToken)
    {
        List<object?> arguments =
        [
            after is null ? 0L : long.Parse(after, System.Globalization.CultureInfo.InvariantCulture), (long)pageSize,
        ];
        var condition = FilterSql.Build(scope, filter, arguments);
        var sql = $"SELECT {MemoryRows.Columns} FROM memory m WHERE m.row > ?1 AND {condition} ORDER BY m.row LIMIT ?2";
        return await database.ReadAsync(
            connection =>
            {
                var records = new List<MemoryRecord>(Math.Min(pageSize, 1000));
                var last = 0L;
                using var reader = connection.Query(sql, arguments.ToArray());
                while (reader.Read())
                {
                    var (row, record) = MemoryRows.Read(reader);
                    records.Add(record);
                    last = row;
                }

                return new ScanPage(
                    records, records.Count < pageSize ? null : last.ToString(System.Globalization.CultureInfo.InvariantCulture));
            },
            cancellationToken);
    }

    public async Task<long> CountAsync(AccessScope scope, MemoryFilter filter, CancellationToken cancellationToken)
    {
        List<object?> arguments = [];
        var sql = "SELECT count(*) FROM memory m WHERE " + FilterSql.Build(scope, filter, arguments);
        return await database.ReadAsync(connection => (long)connection.Scalar(sql, arguments.ToArray())!, cancellationToken);
    }

    /// <summary>The one record in scope that a look-up stands for, directly or by an alias.</summary>
    private static MemoryRow? Resolve(StoreConnection connection, AccessScope scope, MemoryLookup lookup)
    {
        List<object?> arguments = [lookup.Id];
        var condition = FilterSql.Build(scope, arguments, "m.", lookup.Namespace, lookup.UserId);
        var sql =
            $"""
            SELECT {MemoryRows.Columns} FROM memory m WHERE m.id = ?1 AND {condition}
            UNION ALL
            SELECT {MemoryRows.Columns} FROM memory_alias a
            JOIN memory m ON m.id = a.target AND m.namespace = a.namespace AND m.user_id = a.user_id
            WHERE a.id = ?1 AND {condition}
            LIMIT 2
            """;
        using var reader = connection.Query(sql, arguments.ToArray());
        if (!reader.Read())
            return null;
        var found = MemoryRows.Read(reader);
        return !reader.Read()
            ? found
            : throw MemoryConflict.Ambiguous(lookup.Id);
    }
}
