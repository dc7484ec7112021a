using System.Collections.Frozen;

namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>How much of a clause can be understood without its conversation.</summary>
internal static class Reach
{
    private const int MostWords = 40;

    /// <summary>Where an addition begins that can be left out.</summary>
    private static readonly FrozenSet<string> Additions = WordSet.Of(
        """
        and or because as after before until while where with like than then so too for at in on about from to into by
        """);

    private static readonly FrozenSet<string> Hanging = WordSet.Of(
        """
        and or with so as because to for at in on of the a an too well much very really still like than then by from my now
        but lately today's about all more also where again after before until i together and/or some
        """);

    /// <summary>Index after the last token to keep; -1 when what matters cannot be understood.</summary>
    /// <param name="start">Where the complement begins.</param>
    public static int Of(IReadOnlyList<Token> tokens, int start, IReadOnlyList<TimePhrase> times, Subject subject)
    {
        var end = Math.Min(tokens.Count, start + MostWords);
        for (var i = start; i < end; i++)
        {
            // "Yesterday, all good now": what hangs behind a day.
            if (i > start && tokens[i].HasComma && times.Any(time => time.End == i && time.Date is not null)
                && tokens[i].Lower is not ("in" or "at" or "on" or "with" or "and" or "for"))
            {
                end = i;
                break;
            }

            if (!IsOpen(tokens, i, times, subject))
                continue;
            end = i;
            // "A bar that we liked" is complete before its relative clause.
            if (i > start && IsRelative(tokens, i))
                break;
            // Back to the last place where the sentence could have ended.
            while (end > start && !(Additions.Contains(tokens[end].Lower) || tokens[end].HasComma))
                end--;
            if (end <= start)
                return -1;
        }

        for (var i = 0; i < subject.Start; i++)
        {
            if (IsOpen(tokens, i, times, subject) && tokens[i].Lower is not ("this" or "these" or "there" or "you"
                or "what" or "how"))
                return -1;
        }

        while (end > start && IsHanging(tokens, end - 1, times))
            end--;
        return end;
    }

    private static bool IsRelative(IReadOnlyList<Token> tokens, int index) =>
        tokens[index].Lower == "that" && index + 1 < tokens.Count
        && tokens[index + 1].Lower is "i" or "we" or "was" or "is" or "had" or "has"
        && char.IsLetter(tokens[index - 1].Text[0]) && !Search.StopWords.Contains(tokens[index - 1].Lower)
        && !Verbs.IsBase(tokens[index - 1].Form) && !Verbs.IsPast(tokens[index - 1].Lower)
        && !Verbs.IsGerund(tokens[index - 1].Lower);

    private static bool IsHanging(IReadOnlyList<Token> tokens, int index, IReadOnlyList<TimePhrase> times) =>
        !times.Any(time => index >= time.Start && index < time.End && time.Text.Length > 0)
        && ((Hanging.Contains(tokens[index].Lower) && !(tokens[index].Lower is "at" or "in" or "for" or "on"
            && Verbs.IsBase(tokens[index - 1].Form))) || Lexicon.Fillers.Contains(tokens[index].Lower)
            || times.Any(time => index >= time.Start && index < time.End));

    /// <summary>A word that stands for something said elsewhere.</summary>
    private static bool IsOpen(IReadOnlyList<Token> tokens, int index, IReadOnlyList<TimePhrase> times, Subject subject)
    {
        var word = tokens[index].Lower;
        if (!Lexicon.Unresolved.Contains(word) || times.Any(time => index >= time.Start && index < time.End))
            return false;
        return word switch
        {
            "his" or "her" or "their" or "its" => !HasOwner(tokens, index, subject) || index + 1 == tokens.Count
                || !char.IsLower(tokens[index + 1].Text[0]) || word == "her"
                    && tokens[index + 1].Lower is "and" or "a" or "the" or "to" or "in" or "on",
            // "A company that makes toys".
            "that" or "what" or "how" => word != "that" || index + 1 >= tokens.Count || index < 2
                || !char.IsLetter(tokens[index - 1].Text[0])
                || Verbs.IsBase(tokens[index - 1].Form) || tokens[index + 1].Lower == tokens[index + 1].Form
                    || !Verbs.IsBase(tokens[index + 1].Form),
            "others" => index == 0 || tokens[index - 1].Lower is not ("help" or "helping" or "support" or "supporting" or "teach"
                or "teaching" or "inspire" or "inspiring"),
            "same" or "other" or "one" => (word == "one" && IsPronoun(tokens, index)),
            _ => true,
        };
    }

    /// <summary>Whether someone was named whom "her" can mean: "with my girlfriend and her kids".</summary>
    private static bool HasOwner(IReadOnlyList<Token> tokens, int index, Subject subject) =>
        subject.Kind is SubjectKind.Kin or SubjectKind.Joint
        || tokens.Take(index).Any(token => Lexicon.Relations.Contains(token.Lower) && token.Lower is not "family");

    /// <summary>"One" before a noun counts; alone it stands for a noun.</summary>
    private static bool IsPronoun(IReadOnlyList<Token> tokens, int index) =>
        index + 1 >= tokens.Count || tokens[index + 1].HasComma || tokens[index + 1].Lower is "and" or "in" or "at"
            or "with" or "from" or "for" or "is" or "was";
}
