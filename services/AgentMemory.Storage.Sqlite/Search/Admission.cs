using System.Text.Json;
using AgentMemory.Search;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.Search.Words;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Search;

/// <summary>Which rows a scope and filter admit, evaluated the cheap way round.</summary>
internal sealed class Admission(StoreConnection connection, AccessScope scope, MemoryFilter filter, WordIndex records)
{
    /// <summary>Up to this many rows a filter is evaluated first; one that admits more is checked along the ranking,
    /// which then soon finds enough of them.</summary>
    private const int MaximumSelective = 5000;

    private readonly TagDriver? _tags = TagDriver.For(filter);
    private long? _count;

    /// <summary>Whether the owner alone decides, with no need to look at rows.</summary>
    public bool IsDecidedByOwner { get; } = FilterSql.ConcernsOwnerOnly(filter);

    public bool Owners(Owner owner) =>
        scope.Contains(owner)
        && (filter.Namespace is null || filter.Namespace.Matches(owner.Namespace))
        && (filter.UserId is null || filter.UserId.Matches(owner.UserId));

    /// <summary>All admitted rows, or <see langword="null"/> when there are so many that checking along is cheaper.</summary>
    public HashSet<long>? Rows()
    {
        if (_tags is not null)
        {
            var tagged = _tags.Rows(connection);
            tagged.RemoveWhere(row => records.OwnerOf(row) is not { } owner || !Owners(owner));
            _count = tagged.Count;
            return tagged;
        }

        if (Count() > MaximumSelective)
            return null;
        List<object?> arguments = [];
        return connection.Rows(
            "SELECT m.row FROM memory m WHERE " + FilterSql.Build(scope, filter, arguments), arguments);
    }

    /// <summary>A set that holds, of the given rows, exactly those that are admitted.</summary>
    public HashSet<long> Passing(List<long> rows) => rows.Count > MaximumSelective && Rows() is { } all ? all : Among(rows);

    /// <summary>Those of the given rows that are admitted.</summary>
    public HashSet<long> Among(List<long> rows)
    {
        List<object?> arguments = [JsonSerializer.Serialize(rows)];
        return connection.Rows(
            "SELECT m.row FROM json_each(?1) AS given CROSS JOIN memory m ON m.row = given.value WHERE "
            + FilterSql.Build(scope, filter, arguments, FilterUse.CheckRows),
            arguments);
    }

    public long Count() => _count ??= IsDecidedByOwner ? records.Count(Owners) : CountRows();

    private long CountRows()
    {
        List<object?> arguments = [];
        return (long)connection.Scalar(
            "SELECT count(*) FROM memory m WHERE " + FilterSql.Build(scope, filter, arguments), arguments.ToArray())!;
    }
}
