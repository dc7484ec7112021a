namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>"Ceramics is my passion" says the same as "My passion is ceramics", which the rules read.</summary>
internal static class Inversion
{
    private const int LongestSubject = 6;

    public static IReadOnlyList<Token> Undone(IReadOnlyList<Token> clause)
    {
        var start = 0;
        while (start < clause.Count && Clause.IsLead(clause, start))
            start++;
        var be = start;
        while (be < clause.Count && be - start <= LongestSubject && clause[be].Lower is not ("is" or "are"))
            be++;
        if (be == start || be - start > LongestSubject || be + 2 >= clause.Count || clause[be + 1].Lower != "my"
            || !IsNamed(clause, start, be) || AttributeEnd(clause, be + 2, clause[start]) is not { } end)
            return clause;
        return
        [
            .. clause.Skip(be + 1).Take(end - be - 1), clause[be], Inner(clause[start]),
            .. clause.Skip(start + 1).Take(be - start - 1),
        ];
    }

    /// <summary>What began the sentence now ends it; a name keeps its capital.</summary>
    private static Token Inner(Token token) =>
        new(Verbs.IsGerund(token.Lower) ? token.Lower : token.Text, token.Start, token.End, " ");

    private static bool IsNamed(IReadOnlyList<Token> clause, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var word = clause[i].Lower;
            if (Lexicon.Unresolved.Contains(word) || word is "i" or "we" or "my" or "our" or "me" or "not" or "never" or "no"
                or "if" || Lexicon.Hedges.Contains(word) || (i > from && clause[i].HasComma) || (i == from && word == "the"))
                return false;
        }

        return true;
    }

    /// <summary>The end of "passion", "favourite dish", or of "favourite" alone when it is of something people do.</summary>
    private static int? AttributeEnd(IReadOnlyList<Token> clause, int index, Token first)
    {
        if (clause[index].Lower is "passion" or "hobby" or "calling")
            return index + 1 == clause.Count || clause[index + 1].HasComma ? index + 1 : null;
        if (clause[index].Lower is not ("favorite" or "favourite"))
            return null;
        var end = index + 1;
        while (end < clause.Count && !clause[end].HasComma && !Search.StopWords.Contains(clause[end].Lower))
            end++;
        return end > index + 1 || Verbs.IsGerund(first.Lower) ? end : null;
    }
}
