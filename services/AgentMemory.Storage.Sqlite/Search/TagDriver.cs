using System.Collections.Immutable;
using AgentMemory.Search;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Search;

/// <summary>
/// Answers a filter that asks for topics or entities, and beyond the owner for nothing else, from the tag table alone: its
/// rows are small and stand together, those of the records do not.
/// </summary>
internal sealed class TagDriver
{
    private readonly string _kind;
    private readonly ImmutableArray<string> _values;
    private readonly MemoryFilter _rest;

    private TagDriver(string kind, ImmutableArray<string> values, MemoryFilter rest) =>
        (_kind, _values, _rest) = (kind, values, rest);

    /// <returns><see langword="null"/> when the filter asks for something else, or for no tag in particular.</returns>
    public static TagDriver? For(MemoryFilter filter)
    {
        var tags = new MemoryFilter { Topics = filter.Topics, Entities = filter.Entities };
        if (filter != tags with { Namespace = filter.Namespace, UserId = filter.UserId })
            return null;
        if (Lead(filter.Topics) is var (topics, otherTopics))
            return new TagDriver("t", topics, tags with { Topics = otherTopics });
        if (Lead(filter.Entities) is var (entities, otherEntities))
            return new TagDriver("e", entities, tags with { Entities = otherEntities });
        return null;
    }

    public HashSet<long> Rows(StoreConnection connection)
    {
        List<object?> arguments = [_kind, .. _values];
        var values = string.Join(", ", Enumerable.Range(2, _values.Length).Select(number => $"?{number}"));
        return connection.Rows(
            $"SELECT m.row FROM (SELECT memory AS row FROM memory_tag WHERE kind = ?1 AND value IN ({values})) AS m WHERE "
            + FilterSql.Build(AccessScope.Everything, _rest, arguments, FilterUse.CheckRows),
            arguments);
    }

    /// <summary>A condition that leads to rows, and what remains to be checked of the filter.</summary>
    private static (ImmutableArray<string> Values, TagFilter Others)? Lead(TagFilter? filter) => filter switch
    {
        { AllOf: [{ Length: > 0 } first, ..] all } => ([first], filter with { AllOf = all.RemoveAt(0) }),
        { AnyOf: { IsEmpty: false } any } when any.All(value => value.Length > 0) => (any, filter with { AnyOf = [] }),
        _ => null,
    };
}
