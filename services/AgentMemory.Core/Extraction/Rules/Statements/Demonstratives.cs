using System.Collections.Frozen;
using AgentMemory.Search;

namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>
/// "I painted this harbour scene", said over a picture, tells others that the speaker painted a harbour scene. After a deed,
/// "this" and "that" before one thing become an article.
/// </summary>
internal static class Demonstratives
{
    /// <summary>Times, pictures that are shown rather than told of, and what has no article.</summary>
    private static readonly FrozenSet<string> Unlike = WordSet.Of(
        """
        week weekend month year morning afternoon evening night day time summer winter spring fall autumn past last next
        coming yesterday today tomorrow pic picture photo photograph pics image screenshot stuff advice info information
        music food news jewelry jewellery furniture equipment weather way kind sort monday tuesday wednesday thursday friday
        saturday sunday
        """);

    public static IReadOnlyList<Token> AsArticles(IReadOnlyList<Token> clause)
    {
        for (var i = 1; i + 1 < clause.Count; i++)
        {
            if (clause[i].Lower is not ("this" or "that") || !(Verbs.IsPast(clause[i - 1].Lower) || clause[i - 1].Lower == "by")
                || !IsOneThing(clause, i + 1))
                continue;
            var article = "aeiou".Contains(clause[i + 1].Lower[0], StringComparison.Ordinal) ? "an" : "a";
            var written = clause.ToArray();
            written[i] = new Token(article, clause[i].Start, clause[i].End, clause[i].Gap);
            return written;
        }

        return clause;
    }

    private static bool IsOneThing(IReadOnlyList<Token> clause, int start)
    {
        var end = start;
        while (end < clause.Count && IsOfPhrase(clause[end], end == start))
        {
            if (Unlike.Contains(clause[end].Lower) && !IsTimeAfter(clause, start, end))
                return false;
            if (Unlike.Contains(clause[end].Lower))
                break;
            end++;
        }

        return end > start && !(clause[end - 1].Lower is [.., not 's', 's']);
    }

    private static bool IsOfPhrase(Token token, bool isFirst) =>
        char.IsLower(token.Text[0]) && (isFirst || !token.HasComma) && !StopWords.Contains(token.Lower)
        && !Lexicon.Unresolved.Contains(token.Lower);

    /// <summary>"That lake yesterday": the time after the thing is no part of it.</summary>
    private static bool IsTimeAfter(IReadOnlyList<Token> clause, int start, int index) =>
        index > start && clause[index].Lower is "last" or "next" or "yesterday" or "today" or "past";
}
