using System.Collections.Frozen;

namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>A clause that states something of its subject. What stands before the subject is courtesy, or a time or place.</summary>
/// <param name="Adverbial">First token of the time or place before the subject; equals the subject's start when there is none.</param>
/// <param name="Verb">First token after the subject.</param>
internal sealed record Clause(IReadOnlyList<Token> Tokens, Subject Subject, int Adverbial, int Verb)
{
    private const int LongestAdverbial = 9;

    private static readonly FrozenSet<string> Leads = Set(
        """
        well so hey hi hello yo yeah yes yep yup ok okay oh wow ah aww thanks thank btw actually also anyway and plus now honestly
        personally fyi then but guess what by the way quick update fun fact you morning sorry great good news no congrats cool lol
        haha omg ugh man dude guys there indeed sure basically absolutely totally sadly luckily fortunately unfortunately recently
        lately currently finally careful because since besides normally today tonight yesterday still afterwards additionally
        """);

    private static readonly FrozenSet<string> Adverbials = Set(
        """
        in on at during last this after before every yesterday today tomorrow tonight next for one two three four five six several a
        early late since over recently lately currently these around back earlier most nowadays monday tuesday wednesday thursday
        friday saturday sunday usually normally sometimes the once
        """);

    /// <summary>The statement that a clause's tokens make; <see langword="null"/> when it is none, or not the speaker's own.</summary>
    public static Clause? Of(IReadOnlyList<Token> tokens)
    {
        var start = -1;
        for (var i = 0; i < tokens.Count && start < 0; i++)
        {
            if (tokens[i].Lower is "i" or "we" or "my" or "our")
                start = i;
        }

        if (start < 0 || tokens.Any(token => Lexicon.Hedges.Contains(token.Lower)) || Subject.At(tokens, start) is not { } subject
            || subject.End >= tokens.Count)
            return null;
        var adverbial = 0;
        while (adverbial < start && (Leads.Contains(tokens[adverbial].Lower) || IsAddress(tokens, adverbial)) && !IsTime(tokens, adverbial, start))
            adverbial++;
        return adverbial == start || (start - adverbial <= LongestAdverbial && IsAdverbial(tokens, adverbial, start))
            ? new Clause(tokens, subject, adverbial, subject.End) : null;
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
            if (tokens[i].Form is "be" or "was" or "have" or "do" or "think" or "say" or "said" or "tell" or "told" || Lexicon.Unresolved.Contains(tokens[i].Lower)
                && tokens[i].Lower is not ("this" or "these" or "other" or "same"))
                return false;
        }

        return true;
    }

    private static FrozenSet<string> Set(string words) => FrozenSet.ToFrozenSet(
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}
