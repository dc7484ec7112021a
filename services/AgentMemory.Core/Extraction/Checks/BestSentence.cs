using System.Text.RegularExpressions;

namespace AgentMemory.Extraction.Checks;

/// <summary>
/// The sentence a memory most likely rests on, for prompts of applications that ask for no quotes: the one that shares
/// most of its words, and at least half of those that carry meaning.
/// </summary>
internal static partial class BestSentence
{
    private const double LeastShare = 0.5;
    private const int ShortestContentWord = 3;

    /// <summary>Frequent words longer than two letters that say nothing by themselves, and the subject we write ourselves.</summary>
    private static readonly HashSet<string> Empty = new(StringComparer.Ordinal)
    {
        "the", "and", "for", "are", "was", "were", "has", "have", "had", "that", "this", "with", "from", "his", "her", "their",
        "its", "our", "your", "they", "she", "you", "him", "them", "who", "which", "but", "not", "user", "about", "into",
    };

    public static string? In(string source, string memory)
    {
        var wanted = ContentWords(memory);
        if (wanted.Count == 0)
            return null;

        var (best, most) = ((string?)null, 0);
        foreach (var sentence in SentenceEnd().Split(source))
        {
            var shared = ContentWords(sentence).Count(wanted.Contains);
            if (shared > most)
                (best, most) = (sentence.Trim(), shared);
        }

        return most >= wanted.Count * LeastShare ? best : null;
    }

    private static HashSet<string> ContentWords(string text) =>
        [.. QuotedText.Words(text).Where(word => word.Length >= ShortestContentWord && !Empty.Contains(word)).Select(Stem)];

    /// <summary>So that "works" is found in "work".</summary>
    private static string Stem(string word) => word.Length > 4 && word.EndsWith('s') ? word[..^1] : word;

    [GeneratedRegex(@"(?<=[.!?。！？])\s+|[\r\n]+")]
    private static partial Regex SentenceEnd();
}
