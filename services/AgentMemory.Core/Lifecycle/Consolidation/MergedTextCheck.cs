using System.Collections.Frozen;
using System.Globalization;
using AgentMemory.Search;

namespace AgentMemory.Lifecycle;

/// <summary>
/// Whether a text that a model wrote in place of others may take their place. It guards against invention: a number or a
/// name that no source mentions, or more text than the sources have together. What it cannot judge is left to the reader:
/// the sources stay recoverable.
/// </summary>
public static class MergedTextCheck
{
    /// <summary>Capitalised because they begin a sentence, besides <see cref="StopWords"/>.</summary>
    private static readonly FrozenSet<string> Openers = FrozenSet.ToFrozenSet(
        [
            "additionally", "currently", "earlier", "formerly", "initially", "later", "now", "originally", "previously",
            "recently", "today",
        ],
        StringComparer.Ordinal);

    public static bool IsFaithful(string text, IReadOnlyList<string> sources)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > sources.Sum(source => source.Length + 1))
            return false;

        var known = sources.SelectMany(WordsOf).Select(word => word.Text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var word in WordsOf(text))
        {
            var isNumber = word.Text.Any(char.IsDigit);
            if (!isNumber && !char.IsUpper(word.Text[0]))
                continue;
            if (known.Contains(word.Text))
                continue;
            var lower = word.Text.ToLowerInvariant();
            if (isNumber || !(StopWords.Contains(lower) || (word.OpensSentence && Openers.Contains(lower))))
                return false;
        }

        return true;
    }

    /// <summary>Runs of letters, digits and marks.</summary>
    private static IEnumerable<(string Text, bool OpensSentence)> WordsOf(string text)
    {
        var opens = true;
        for (var start = 0; start < text.Length;)
        {
            if (!IsOfWord(text[start]))
            {
                opens |= text[start] is '.' or '!' or '?' or '\n';
                start++;
                continue;
            }

            var end = start + 1;
            while (end < text.Length && IsOfWord(text[end]))
                end++;
            yield return (text[start..end], opens);
            opens = false;
            start = end;
        }
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
