using AgentMemory.LongTermMemory;
using AgentMemory.Search;

namespace AgentMemory.Storage.Conformance.Search;

/// <summary>What a filter means, evaluated naively on a record in memory (spec 5.3).</summary>
internal static class FilterReference
{
    public static bool Admits(this MemoryFilter filter, MemoryRecord record) =>
        Admits(filter.SessionId, record.SessionId)
        && Admits(filter.Namespace, record.Namespace)
        && Admits(filter.UserId, record.UserId)
        && Admits(filter.Topics, record.Topics)
        && Admits(filter.Entities, record.Entities)
        && Admits(filter.ExtractionStrategy, record.ExtractionStrategy)
        && Admits(filter.MemoryType, record.MemoryType.ToString().ToLowerInvariant())
        && Admits(filter.CreatedAt, record.CreatedAt)
        && Admits(filter.LastAccessed, record.LastAccessed)
        && Admits(filter.EventDate, record.EventDate)
        && (filter.DiscreteMemoryExtracted is not { } extracted || extracted == record.DiscreteMemoryExtracted)
        && filter.Phrases.All(phrase => TextReference.Contains(record.Text, phrase));

    private static bool Admits(TagFilter? filter, string? value) => Admits(filter, string.IsNullOrEmpty(value) ? [] : [value]);

    private static bool Admits(TagFilter? filter, IReadOnlyList<string>? values)
    {
        return filter is null
            || (filter.AllOf.All(Present)
                && (filter.AnyOf.IsEmpty || filter.AnyOf.Any(Present))
                && !filter.NoneOf.Any(Present)
                && (filter.Prefix is not { } prefix || (values ?? []).Any(value => value.StartsWith(prefix, StringComparison.Ordinal))));

        bool Present(string wanted) => wanted.Length == 0 ? values is null or [] : values?.Contains(wanted, StringComparer.Ordinal) == true;
    }

    private static bool Admits(TimeFilter? filter, DateTimeOffset? time)
    {
        return filter is null || (filter.Within.All(Inside) && !filter.Without.Any(Inside));

        bool Inside(TimeRange range) => time?.ToMicroseconds() is { } at && range.From <= at && at <= range.To;
    }
}
