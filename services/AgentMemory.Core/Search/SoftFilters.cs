namespace AgentMemory.Search;

/// <summary>
/// Filters a caller may have guessed wrong. When nothing passes them, a semantic search is repeated without, their values
/// added to the query as a hint (spec 6.5). The namespace, user, session and times other than the event's always hold (T9),
/// and so does every exclusion: what a caller ruled out is never an answer.
/// </summary>
internal static class SoftFilters
{
    /// <summary>The search to run instead, or <see langword="null"/> when there is no soft filter to drop.</summary>
    public static MemorySearch? Relax(MemorySearch search)
    {
        var filter = search.Filter;
        var relaxed = filter with
        {
            Topics = Exclusions(filter.Topics),
            Entities = Exclusions(filter.Entities),
            MemoryType = Exclusions(filter.MemoryType),
            ExtractionStrategy = Exclusions(filter.ExtractionStrategy),
            EventDate = filter.EventDate is { Without.Length: > 0 } date ? date with { Within = [] } : null,
        };
        if (relaxed == filter)
            return null;

        var hints = new[]
        {
            Hint("topics", filter.Topics), Hint("entities", filter.Entities), Hint("type", filter.MemoryType),
            Hint("extraction strategy", filter.ExtractionStrategy),
        };
        var hint = string.Join("; ", hints.OfType<string>());
        return search with { Filter = relaxed, Text = hint.Length == 0 ? search.Text : $"{search.Text} ({hint})" };
    }

    private static TagFilter? Exclusions(TagFilter? filter) =>
        filter is { NoneOf.Length: > 0 } ? filter with { AllOf = [], AnyOf = [], Prefix = null } : null;

    private static string? Hint(string name, TagFilter? filter)
    {
        if (filter is null)
            return null;
        var wanted = filter.AllOf.Concat(filter.AnyOf).Append(filter.Prefix ?? "")
            .Where(value => value.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        var values = string.Join(", ", wanted);
        return values.Length == 0 ? null : $"{name}: {values}";
    }
}
