using System.Collections.Frozen;

namespace AgentMemory.Lifecycle;

/// <summary>
/// When two texts say the same without anybody having to understand them: the same words in the same order, whatever their
/// case, the punctuation around them, and words that carry nothing. Signs that carry something (C#, -5, 3.5, 20%) count.
/// </summary>
public static class TextIdentity
{
    /// <summary>Far fewer than a search ignores: "not", "before" and "no" decide what a memory says.</summary>
    private static readonly FrozenSet<string> EmptyWords =
        FrozenSet.ToFrozenSet(["a", "an", "the", "also", "just", "really", "actually"], StringComparer.Ordinal);

    private static readonly char[] Punctuation = [.. ".,;:!?\"'()[]{}…“”„‘’«»"];

    public static bool AreSame(string one, string other) => Of(one) == Of(other);

    private static string Of(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Trim(Punctuation).ToLowerInvariant())
            .Where(word => word.Length > 0).ToArray();
        var telling = words.Where(word => !EmptyWords.Contains(word)).ToArray();
        return string.Join(' ', telling.Length > 0 ? telling : words);
    }
}
