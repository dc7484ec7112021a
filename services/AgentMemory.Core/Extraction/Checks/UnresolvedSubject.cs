using System.Collections.Frozen;

namespace AgentMemory.Extraction.Checks;

/// <summary>
/// Memories are read alone: one that begins with a pronoun tells of nobody. Compared with case, because "IT" and "US" are
/// no pronouns.
/// </summary>
internal static class UnresolvedSubject
{
    private static readonly FrozenSet<string> Pronouns = new[]
    {
        "he", "she", "they", "it", "we", "you", "i", "his", "her", "hers", "their", "theirs", "its", "our", "your", "my", "mine",
        "him", "them", "this", "that", "these", "those",
    }.SelectMany(word => new[] { word, char.ToUpperInvariant(word[0]) + word[1..] }).ToFrozenSet(StringComparer.Ordinal);

    public static bool Begins(string text)
    {
        var end = 0;
        while (end < text.Length && char.IsLetter(text[end]))
            end++;
        return Pronouns.Contains(text[..end]);
    }
}
