using System.Collections.Frozen;
using AgentMemory.Search;

namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>"Here's a vase I made last week" says "I made a vase last week", whatever stands before the vase.</summary>
internal static class RelativeObject
{
    private const int LongestObject = 4;

    /// <summary>What may follow the verb when its object went before it.</summary>
    private static readonly FrozenSet<string> AfterObject =
        WordSet.Of("last yesterday recently in on for with at from during this today earlier");

    private static readonly FrozenSet<string> Shown = WordSet.Of("pic picture photo photograph pics image screenshot shot");

    public static IReadOnlyList<Token> Restored(IReadOnlyList<Token> clause)
    {
        for (var subject = 2; subject + 1 < clause.Count; subject++)
        {
            if (clause[subject].Lower is not ("i" or "we") || clause[subject].HasComma
                || DeterminerBefore(clause, subject) is not { } start || VerbEnd(clause, subject + 1) is not { } end
                // "A painting I did recently" could be any.
                || (subject - start == 2 && clause[end].Lower == "recently"))
                continue;
            var article = clause[start].Lower is not ("this" or "that") ? clause[start]
                : new Token("aeiou".Contains(clause[start + 1].Lower[0], StringComparison.Ordinal) ? "an" : "a",
                    clause[start].Start, clause[start].End, " ");
            return
            [
                clause[subject] with { Gap = " " }, .. clause.Skip(subject + 1).Take(end - subject - 1),
                article with { Gap = " " },
                .. clause.Skip(start + 1).Take(subject - start - 1).Where(token => token.Lower is not "recent"),
                .. clause.Skip(end),
            ];
        }

        return clause;
    }

    private static int? DeterminerBefore(IReadOnlyList<Token> clause, int subject)
    {
        if (Shown.Contains(clause[subject - 1].Lower))
            return null;
        for (var i = subject - 1; i >= 0 && i >= subject - 1 - LongestObject; i--)
        {
            if (clause[i].Lower is "a" or "an" or "this" or "that" or "another")
                return i < subject - 1 ? i : null;
            if (StopWords.Contains(clause[i].Lower) || Lexicon.Unresolved.Contains(clause[i].Lower) || clause[i].HasComma
                || Verbs.IsPast(clause[i].Lower) || clause[i].Form is "be" or "was")
                return null;
        }

        return null;
    }

    private static int? VerbEnd(IReadOnlyList<Token> clause, int verb)
    {
        if (!Verbs.IsPast(clause[verb].Lower) && clause[verb].Lower is not ("read" or "did"))
            return null;
        var end = verb + 1;
        if (clause[verb].Lower == "went")
        {
            if (end >= clause.Count || clause[end].Lower is not ("to" or "on"))
                return null;
            end++;
        }

        return end < clause.Count && (AfterObject.Contains(clause[end].Lower) || IsAgo(clause, end)) ? end : null;
    }

    private static bool IsAgo(IReadOnlyList<Token> clause, int from) =>
        clause.Skip(from).Take(5).Any(token => token.Lower == "ago") && clause[from].Lower is "a" or "about" or "two" or "three"
            or "several" or "some";
}
