using System.Text.Json;
using AgentMemory.Search;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Search;

/// <summary>Which rows a scope and filter admit, evaluated the cheap way round.</summary>
internal sealed class Admission(AccessScope scope, MemoryFilter filter)
{
    /// <summary>Up to this many rows a filter is evaluated first; one that admits more is checked along the ranking,
    /// which then soon finds enough of them.</summary>
    private const int MaximumSelective = 5000;

    /// <summary>Whether the owner alone decides, with no need to look at rows.</summary>
    public bool DecidedByOwner { get; } = FilterSql.ConcernsOwnerOnly(filter);

    public bool Owners(Owner owner) =>
        scope.Contains(owner)
        && (filter.Namespace is null || filter.Namespace.Matches(owner.Namespace))
        && (filter.UserId is null || filter.UserId.Matches(owner.UserId));

    /// <returns>The rows, or <see langword="null"/> when there are too many.</returns>
    public HashSet<long>? SelectiveRows(StoreConnection connection)
    {
        var rows = Select(connection, MaximumSelective + 1);
        return rows.Count <= MaximumSelective ? rows : null;
    }

    /// <summary>Those of the given rows that are admitted.</summary>
    public HashSet<long> Among(StoreConnection connection, List<long> rows) => Select(connection, rows.Count, rows);

    public long Count(StoreConnection connection)
    {
        List<object?> arguments = [];
        return (long)connection.Scalar(
            "SELECT count(*) FROM memory m WHERE " + FilterSql.Build(scope, filter, arguments), arguments.ToArray())!;
    }

    private HashSet<long> Select(StoreConnection connection, int limit, List<long>? among = null)
    {
        List<object?> arguments = [(long)limit];
        var within = "";
        if (among is not null)
        {
            arguments.Add(JsonSerializer.Serialize(among));
            within = " AND m.row IN (SELECT value FROM json_each(?2))";
        }

        var sql = $"SELECT m.row FROM memory m WHERE {FilterSql.Build(scope, filter, arguments)}{within} LIMIT ?1";
        var rows = new HashSet<long>();
        using var reader = connection.Query(sql, arguments.ToArray());
        while (reader.Read())
            rows.Add(reader.GetInt64(0));
        return rows;
    }
}
