using System.Collections.Frozen;

namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>
/// Sentences that leave "I" out, as diaries and chats do: "Lost my wallet yesterday", "Been learning the harp". Only where
/// the word that begins the sentence cannot well be an order or a thing that something else is said of.
/// </summary>
internal static class LeftOutSubject
{
    private static readonly FrozenSet<string> Undertaken = WordSet.Of(
        """
        planning working studying learning training reading moving flying looking saving preparing teaching volunteering
        hoping
        """);

    /// <summary>Past forms that are also orders or begin a remark: "Quit the app", "Based on the report".</summary>
    private static readonly FrozenSet<string> Ambiguous = WordSet.Of(
        """
        quit became caught based compared related attached provided followed located given used allowed limited united
        """);

    /// <summary>What follows a verb, where an adjective has its noun: "lost my keys" and "lost luggage".</summary>
    private static readonly FrozenSet<string> AfterVerb = WordSet.Of(
        """
        a an my our the some to on in up back from another this that with two three off out hitting doing going taking
        playing volunteering learning
        """);

    public static IReadOnlyList<Token> Supplied(IReadOnlyList<Token> clause)
    {
        // The first clause of its sentence: another one's subject may be the one before.
        if (clause.Count < 3 || clause[0].Gap.Length > 0)
            return clause;
        var verb = 0;
        while (verb + 2 < clause.Count && (Clause.IsLead(clause, verb)
            || clause[verb].Lower is "just" or "finally" or "also" or "even" or "still"))
            verb++;
        if (IsTold(clause, verb) is not { } auxiliary)
            return clause;
        var start = verb;
        while (start > 0 && Lexicon.Adverbs.Contains(clause[start - 1].Lower) && !clause[start].HasComma)
            start--;
        var at = clause[start].Start;
        List<Token> told = [.. clause.Take(start), new Token("I", at, at, start == 0 ? "" : " ")];
        if (auxiliary.Length > 0)
            told.Add(new Token(auxiliary, at, at, " "));
        for (var i = start; i < clause.Count; i++)
            told.Add(i <= verb ? new Token(clause[i].Lower, clause[i].Start, clause[i].End, " ") : clause[i]);
        return told;
    }

    /// <summary>The auxiliary that was left out with "I", empty when there was none; <see langword="null"/> when nothing
    /// was left out.</summary>
    private static string? IsTold(IReadOnlyList<Token> clause, int index)
    {
        var verb = clause[index].Lower;
        var next = index + 1;
        while (next + 1 < clause.Count && Lexicon.Adverbs.Contains(clause[next].Lower))
            next++;
        if (next >= clause.Count || clause[next].HasComma)
            return null;
        var after = clause[next];
        if (verb == "been")
            return Verbs.IsGerund(after.Lower) || after.Lower == "to" ? "have" : null;
        if (HasOtherVerb(clause, next, isGerund: Verbs.IsGerund(verb)))
            return null;
        if (Verbs.IsPast(verb) && !Ambiguous.Contains(verb))
            return AfterVerb.Contains(after.Lower) || after.IsCapitalised ? "" : null;
        if (verb == "going" && after.Lower == "to")
            return "am";
        var isStill = index > 0 && clause[index - 1].Lower is "still" or "currently";
        return Undertaken.Contains(verb) || (isStill && Verbs.IsGerund(verb)) ? "am" : null;
    }

    /// <summary>"Planning a trip is work": the words before are its subject.</summary>
    private static bool HasOtherVerb(IReadOnlyList<Token> clause, int from, bool isGerund)
    {
        for (var i = from; i < clause.Count; i++)
        {
            var token = clause[i];
            if (token.Form is "be" or "was" || token.Lower is "has" or "takes" or "makes" or "seems" or "feels" or "can"
                or "will" || (isGerund && Verbs.IsPast(token.Lower)))
                return true;
        }

        return false;
    }
}
