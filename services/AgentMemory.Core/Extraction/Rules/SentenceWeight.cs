using System.Collections.Frozen;
using AgentMemory.Search;

namespace AgentMemory.Extraction.Rules;

/// <summary>
/// How much a sentence tells. Depends on the sentence alone, never on its neighbours, so that a sentence keeps its weight
/// however often a summary is made anew.
/// </summary>
internal static class SentenceWeight
{
    /// <summary>Shorter sentences tell little, longer ones tell no more.</summary>
    private const int FewestWords = 4;
    private const int CountedWords = 12;

    private static readonly FrozenSet<string> Decisions = FrozenSet.ToFrozenSet(
        [
            "decided", "decide", "agreed", "agree", "chose", "choose", "plan", "plans", "planning", "will", "must", "deadline",
                "goal",
            "prefer", "prefers", "need", "needs", "want", "wants", "booked", "scheduled", "bought", "moved", "started",
                "switched",
            "confirmed", "cancelled", "canceled", "always", "never", "allergic", "because", "instead",
        ],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> Fillers = FrozenSet.ToFrozenSet(
        [
            "hi", "hey", "hello", "thanks", "thank", "wow", "cool", "great", "awesome", "nice", "ok", "okay", "sure", "bye",
                "yes",
            "yeah", "yep", "lol", "haha", "congrats", "sorry", "welcome", "glad", "totally", "absolutely", "sounds", "amazing",
        ],
        StringComparer.Ordinal);

    /// <summary>0 for what is not worth a place in any summary.</summary>
    public static double Of(string sentence, bool isPersons, bool isQuestion)
    {
        var words = Word.Of(sentence, 0, sentence.Length);
        if (words.Count < FewestWords || Fillers.Contains(words[0].Lower) && words.Count < 2 * FewestWords)
            return 0;
        var telling = words.Count(word => !StopWords.Contains(word.Lower) && !Fillers.Contains(word.Lower));
        if (telling < 2)
            return 0;

        var weight = Math.Min(telling, CountedWords) / (double)CountedWords;
        weight += 0.3 * Math.Min(3, words.Count(word => char.IsDigit(word.Text[0])));
        weight += 0.3 * Math.Min(3, words.Skip(1).Count(word => word.IsCapitalised && word.Text.Length > 1));
        weight += 0.4 * Math.Min(2, words.Count(word => Decisions.Contains(word.Lower)));
        if (words.Exists(word => word.Lower is "i" or "i'm" or "my" or "we" or "our" or "i've" or "we're"))
            weight += 0.4;
        weight *= isPersons ? 1 : 0.5;
        return isQuestion ? weight * 0.3 : weight;
    }
}
