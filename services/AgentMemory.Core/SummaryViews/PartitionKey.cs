namespace AgentMemory.SummaryViews;

/// <summary>
/// Names a group independently of the order of its fields (spec 11.4): <c>quote(field)=quote(value)</c>, sorted by field,
/// joined by <c>|</c>; everything but letters, digits and <c>_.-~</c> is percent-encoded, and <c>/</c> is not.
/// </summary>
public static class PartitionKey
{
    public static string Of(IReadOnlyDictionary<string, string> group) => string.Join(
        '|',
        group.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => $"{Quote(part.Key)}={Quote(part.Value)}"));

    // The reference quotes as Python's urllib does: "/" is safe there.
    private static string Quote(string text) => Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal);
}
