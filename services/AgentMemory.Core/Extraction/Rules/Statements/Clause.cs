using System.Collections.Frozen;

namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>A clause that states something of its subject. What stands before the subject is courtesy, or a time or
/// place.</summary>
/// <param name="Adverbial">First token of the time or place before the subject; equals the subject's start when there is
/// none.</param>
/// <param name="Verb">First token after the subject.</param>
internal sealed record Clause(IReadOnlyList<Token> Tokens, Subject Subject, int Adverbial, int Verb)
{
    private const int LongestAdverbial = 9;

    private static readonly FrozenSet<string> Leads = WordSet.Of(
        """
        please well so hey hi hello yo yeah yes yep yup ok okay oh wow ah aww thanks thank btw actually also anyway and plus
        now honestly personally fyi then but guess what by the way quick update fun fact you morning sorry great good news no
        congrats cool lol haha omg ugh man dude guys there indeed sure basically absolutely totally sadly luckily fortunately
        unfortunately recently lately currently finally careful because since besides normally today tonight yesterday still
        afterwards additionally
        """);

    private static readonly FrozenSet<string> Adverbials = WordSet.Of(
        """
        in on at during last this after before every yesterday today tomorrow tonight next for one two three four five six
        several a early late since over recently lately currently these around back earlier most nowadays monday tuesday
        wednesday thursday friday saturday sunday now just usually normally sometimes the once while
        """);

    /// <summary>The statement that a clause's tokens make; <see langword="null"/> when it is none, or not the speaker's
    /// own.</summary>
    public static Clause? Of(IReadOnlyList<Token> tokens)
    {
        if (IsHedged(tokens))
            return null;
        var start = 0;
        var subject = Subject.At(tokens, start);
        while (subject is null && ++start < tokens.Count)
            subject = Subject.At(tokens, start);
        if (subject is null || subject.End >= tokens.Count)
            return null;
        var adverbial = 0;
        while (adverbial < start && IsLead(tokens, adverbial) && !IsTime(tokens, adverbial, start))
            adverbial++;
        return adverbial == start || (start - adverbial <= LongestAdverbial && IsAdverbial(tokens, adverbial, start))
            ? new Clause(tokens, subject, adverbial, subject.End) : null;
    }

    /// <summary>Courtesy, interjections, names called: words before a statement that say nothing of it.</summary>
    public static bool IsLead(IReadOnlyList<Token> tokens, int index) =>
        Leads.Contains(tokens[index].Lower) || (index + 1 < tokens.Count && IsAddress(tokens, index));

    private static bool IsHedged(IReadOnlyList<Token> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (Lexicon.Hedges.Contains(tokens[i].Lower) && !(tokens[i].Lower == "guess" && i + 1 < tokens.Count
                && tokens[i + 1].Lower == "what"))
                return true;
        }

        return false;
    }

    /// <summary>A name called before the statement: "Thanks, Melanie! I".</summary>
    private static bool IsAddress(IReadOnlyList<Token> tokens, int index) =>
        tokens[index].IsCapitalised && tokens[index + 1].HasComma && Calendar.Weekday(tokens[index].Lower) is null;

    private static bool IsTime(IReadOnlyList<Token> tokens, int index, int start) =>
        tokens[index].Lower is "today" or "tonight" or "yesterday" or "recently" or "lately" or "currently" or "now" or "since"
        && (tokens[index].Lower != "since" || start - index > 1);

    private static bool IsAdverbial(IReadOnlyList<Token> tokens, int from, int to)
    {
        if (!Adverbials.Contains(tokens[from].Lower) && Calendar.Month(tokens[from]) is null)
            return false;
        for (var i = from; i < to; i++)
        {
            if (tokens[i].Form is "be" or "was" or "have" or "do" or "think" or "say" or "said" or "tell" or "told"
                || (Verbs.IsBase(tokens[i].Form) && tokens[i].Lower is not ("work" or "need" or "bike" or "train" or "run"
                    or "study" or "use" or "practice" or "cycle" or "visit"))
                || (i > from && (Verbs.IsPast(tokens[i].Lower) || tokens[i].Lower is "reminds" or "reminded" or "i"
                    or "we")) || Lexicon.Unresolved.Contains(tokens[i].Lower)
                && tokens[i].Lower is not ("this" or "these" or "other" or "same" or "one"))
                return false;
        }

        return true;
    }
}
