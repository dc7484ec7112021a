using System.Text.RegularExpressions;

namespace AgentMemory.Storage.Conformance.Search;

/// <summary>
/// What a text match means, evaluated naively: words are runs of letters and digits without regard to case, and a clause's
/// words follow each other. True only for words that stemming leaves alone.
/// </summary>
internal static partial class TextReference
{
    /// <summary>Words that every stemmer leaves alone and no list of stop words has.</summary>
    public static readonly string[] StableWords = ["apple", "banana", "cat", "dog", "fox", "moon", "river", "stone", "text", "x7"];

    public static bool Contains(string text, string clause)
    {
        var (words, wanted) = (Split(text), Split(clause));
        return wanted.Length > 0
            && Enumerable.Range(0, Math.Max(0, words.Length - wanted.Length + 1))
                .Any(start => words.AsSpan(start, wanted.Length).SequenceEqual(wanted));
    }

    private static string[] Split(string text) => [.. Word().Matches(text).Select(match => match.Value.ToLowerInvariant())];

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
