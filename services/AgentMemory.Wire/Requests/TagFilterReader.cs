using System.Collections.Immutable;
using AgentMemory.Search;

namespace AgentMemory.Wire.Requests;

/// <summary>
/// Reads a TagFilter or EnumFilter (spec 5.1), in the server's and in both clients' vocabularies (T3). All operators hold
/// together (T1); <c>field</c> is no operator (T5).
/// </summary>
public static class TagFilterReader
{
    public static TagFilter? Read(WireObject filter)
    {
        var prefix = filter.Text("startswith");
        if (prefix is "")
            filter.Reading.Refuse("startswith must not be empty", filter.Element);
        return Combine(filter, prefix);
    }

    /// <summary>A filter whose values must be memory types.</summary>
    public static TagFilter? ReadMemoryType(WireObject filter)
    {
        var combined = Combine(filter, prefix: null);
        if (combined is null)
            return null;
        foreach (var value in combined.AllOf.Concat(combined.AnyOf).Concat(combined.NoneOf))
        {
            if (Vocabularies.MemoryTypes.Find(value) is null)
                filter.Reading.Refuse($"'{value}' is not a memory type; use {Vocabularies.MemoryTypes.Expected}", filter.Element);
        }

        return combined;
    }

    private static TagFilter? Combine(WireObject filter, string? prefix)
    {
        var equal = filter.Text("eq");
        string?[] unequal = [filter.Text("ne"), filter.Text("not_eq")];
        var any = AtLeastOne(filter, "any");
        var within = AtLeastOne(filter, "in_");
        var all = AtLeastOne(filter, "all");
        var excluded = unequal.OfType<string>().Concat(filter.Texts("not_in") ?? []).Concat(filter.Texts("none") ?? []).ToImmutableArray();

        if (equal is not null && unequal.Any(value => value is not null))
            filter.Reading.Refuse("eq and ne cannot be combined", filter.Element);
        if (any is not null && all is not null)
            filter.Reading.Refuse("any and all cannot be combined", filter.Element);
        if (any is not null && within is not null)
            filter.Reading.Refuse("any and in_ mean the same and cannot be combined", filter.Element);
        var hasOthers = equal is not null || any is not null || within is not null || all is not null || !excluded.IsEmpty;
        if (prefix is not null && hasOthers)
            filter.Reading.Refuse("startswith cannot be combined with other operators", filter.Element);
        if (prefix is null && !hasOthers)
            return null;

        return new TagFilter
        {
            AllOf = equal is null ? [.. all ?? []] : [equal, .. all ?? []],
            AnyOf = [.. any ?? within ?? []],
            NoneOf = excluded,
            Prefix = prefix,
        };
    }

    private static IReadOnlyList<string>? AtLeastOne(WireObject filter, string name)
    {
        var values = filter.Texts(name);
        if (values is { Count: 0 })
            filter.Reading.Refuse($"{name} must not be an empty list", filter.Element);
        return values;
    }
}
