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

    public static bool IsSelective(long admitted) => admitted <= MaximumSelective;

    public HashSet<long> Rows(StoreConnection connection)
    {
        List<object?> arguments = [];
        return Read(
            connection, "SELECT m.row FROM memory m WHERE " + FilterSql.Build(scope, filter, arguments), arguments);
    }

    /// <summary>Those of the given rows that are admitted.</summary>
    public HashSet<long> Among(StoreConnection connection, List<long> rows)
    {
        List<object?> arguments = [JsonSerializer.Serialize(rows)];
        return Read(
            connection,
            "SELECT m.row FROM json_each(?1) AS given CROSS JOIN memory m ON m.row = given.value WHERE "
            + FilterSql.Build(scope, filter, arguments, FilterUse.CheckRows),
            arguments);
    }

    public long Count(StoreConnection connection)
    {
        List<object?> arguments = [];
        return (long)connection.Scalar(
            "SELECT count(*) FROM memory m WHERE " + FilterSql.Build(scope, filter, arguments), arguments.ToArray())!;
    }

    private static HashSet<long> Read(StoreConnection connection, string sql, List<object?> arguments)
    {
        var rows = new HashSet<long>();
        using var reader = connection.Query(sql, arguments.ToArray());
        while (reader.Read())
            rows.Add(reader.GetInt64(0));
        return rows;
    }
}
