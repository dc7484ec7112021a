using System.Collections.Frozen;

namespace AgentMemory.Search.Analysis;

/// <summary>What ranking knows of a text beside its terms.</summary>
/// <param name="Speaker">The term for who says it, of a message that begins with a name and a colon.</param>
/// <param name="IsQuestion">Whether it ends with a question, which the next message answers.</param>
/// <param name="TellsTime">Whether it has a word that tells when.</param>
public readonly record struct TextTraits(string? Speaker, bool IsQuestion, bool TellsTime)
{
    private const int LongestName = 40;
    private const int MostNameWords = 3;

    private static readonly FrozenSet<string> TimeTerms = TextAnalyzer.Terms(
        """
        yesterday today tonight tomorrow last next ago week weekend month year day morning evening night monday tuesday wednesday
        thursday friday saturday sunday january february march april may june july august september october november december
        spring summer autumn fall winter recently since soon now birthday anniversary
        """).ToFrozenSet(StringComparer.Ordinal);

    public static bool IsTime(ReadOnlySpan<char> term) => char.IsAsciiDigit(term[0])
        ? IsYear(term) || IsOrdinal(term)
        : TimeTerms.GetAlternateLookup<ReadOnlySpan<char>>().Contains(term);

    /// <param name="tellsTime">Whether any of its terms is one (<see cref="IsTime"/>).</param>
    public static TextTraits Of(string text, bool isMessage, bool tellsTime) =>
        new(isMessage ? SpeakerOf(text) : null, text.AsSpan().TrimEnd().EndsWith('?') || text.AsSpan().TrimEnd().EndsWith('？'), tellsTime);

    private static string? SpeakerOf(string text)
    {
        var colon = text.AsSpan(0, Math.Min(text.Length, LongestName + 1)).IndexOf(':');
        if (colon <= 0 || (colon + 1 < text.Length && !char.IsWhiteSpace(text[colon + 1])))
            return null;
        var name = TextAnalyzer.Terms(text[..colon]);
        return name.Count is > 0 and <= MostNameWords ? name[0] : null;
    }

    private static bool IsYear(ReadOnlySpan<char> term) => term.Length == 4 && term[..2] is "19" or "20";

    private static bool IsOrdinal(ReadOnlySpan<char> term) => term.Length is 3 or 4 && term[^2..] is "st" or "nd" or "rd" or "th";
}
