using System.Collections.Frozen;

namespace AgentMemory.Extraction.Rules.Statements;

internal static class WordSet
{
    /// <param name="words">Lower case, separated by blanks or line ends.</param>
    public static FrozenSet<string> Of(string words) => FrozenSet.ToFrozenSet(
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}
