namespace AgentMemory.Maintenance.Reference;

/// <summary>Lists of tags as the reference keeps them in a hash (spec 11.3): joined by commas, by <c>|</c> in older records.</summary>
internal static class ReferenceTags
{
    private const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    public static IReadOnlyList<string> Split(string? joined) =>
        string.IsNullOrEmpty(joined) ? [] : [.. joined.Split([',', '|'], Trimmed).Distinct(StringComparer.Ordinal)];

    /// <summary>Of a JSON list, whose elements should hold no commas: clients refuse answers in which one does.</summary>
    public static IReadOnlyList<string> Split(IEnumerable<string> elements) =>
        [.. elements.SelectMany(element => element.Split(',', Trimmed)).Distinct(StringComparer.Ordinal)];
}
