using System.Text.RegularExpressions;

namespace AgentMemory.Extraction.Checks;

/// <summary>Topics and entities as the contract stores them (spec 11.3): no commas, no runs of spaces, none twice.</summary>
internal static partial class TagList
{
    public const int LongestTag = 100;

    public static IReadOnlyList<string> Of(IEnumerable<string> tags) =>
    [
        .. tags.Select(tag => Separators().Replace(tag, " ").Trim())
            .Where(tag => tag.Length is > 0 and <= LongestTag)
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    [GeneratedRegex(@"[\s,]+")]
    private static partial Regex Separators();
}
