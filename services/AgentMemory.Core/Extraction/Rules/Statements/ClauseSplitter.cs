using System.Collections.Frozen;
using System.Globalization;

namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>Cuts a sentence where another statement, a reason or a question begins.</summary>
internal static class ClauseSplitter
{
    private static readonly FrozenSet<string> Conjunctions = WordSet.Of(
        """
        but because although though while whereas which unless except plus if when where who however
        """);

    private static readonly FrozenSet<string> Subjects =
        WordSet.Of(
        """
        i my we our he she it they you your his her their this that there these those everyone everything
        """);

    private static readonly FrozenSet<string> Openers =
        WordSet.Of(
        """
        do does did can could would will is are was what what's where how which who when why should any got have whats pls
        please
        """);

    private static readonly FrozenSet<string> Between = WordSet.Of("and or so then also now plus yet");

    /// <summary>Words that after "and" are a verb, not a thing.</summary>
    private static readonly FrozenSet<string> AfterVerb =
        WordSet.Of("in at as for a an the my on to with every from two three up back around there it");

    /// <summary>Words that are verbs after "and" whatever follows them.</summary>
    private static readonly FrozenSet<string> NeverThings =
        WordSet.Of("hate prefer enjoy dislike adore own teach speak avoid need want live");

    public static bool Opens(Token token) => Openers.Contains(token.Lower);

    public static List<List<Token>> Of(List<Token> tokens)
    {
        var clauses = new List<List<Token>>();
        var current = new List<Token>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (current.Count > 0 && Begins(tokens, i, current))
            {
                clauses.Add(Trimmed(current));
                current = [];
            }

            current.Add(tokens[i]);
        }

        clauses.Add(Trimmed(current));
        return clauses;
    }

    /// <summary>
    /// Where a clause ends because its subject does something else ("I live in Rome and work for the city"), and where the
    /// second verb is; <see langword="null"/> when it does one thing.
    /// </summary>
    public static (int End, int Verb)? SecondVerb(IReadOnlyList<Token> tokens, int from)
    {
        for (var i = from; i + 2 < tokens.Count; i++)
        {
            if (i > from && tokens[i].HasComma && Verbs.IsPast(tokens[i].Lower) && !tokens[i].IsCapitalised)
                return (i, i);
            if (tokens[i].Lower is not ("and" or "then"))
                continue;
            // "Play cards, cook, and have film nights" is one list.
            if (tokens[i].HasComma && tokens.Skip(from + 1).Take(i - from - 1).Any(token => token.HasComma
                && Verbs.IsBase(token.Lower)))
                continue;
            var verb = i + 1;
            while (verb + 1 < tokens.Count && Lexicon.Adverbs.Contains(tokens[verb].Lower))
                verb++;
            if (verb + 1 < tokens.Count && IsVerb(tokens, from, i, verb))
                return (i, i + 1);
        }

        return null;
    }

    private static bool IsVerb(IReadOnlyList<Token> tokens, int from, int and, int verb)
    {
        var word = tokens[verb];
        if (word.Lower == "used" && tokens[verb + 1].Lower == "to")
            return true;
        if (word.Form is "be" or "was" or "have" or "do" || Verbs.IsPast(word.Lower))
            return !word.IsCapitalised;
        if (!Verbs.IsBase(word.Form) || tokens.Skip(from).Take(and - from).Any(token => token.Lower is "to"))
            return false;
        return word.Lower != word.Form || NeverThings.Contains(word.Lower) || AfterVerb.Contains(tokens[verb + 1].Lower);
    }

    private static bool Begins(List<Token> tokens, int i, List<Token> current)
    {
        var token = tokens[i];
        if (Separates(token))
            return true;
        if (Conjunctions.Contains(token.Lower))
            return true;
        if (token.HasComma && Opens(token) && token.Lower is not ("have" or "got" or "will" or "is" or "are" or "was" or "who"))
            return true;
        if (token.Lower is "and" && IsOthersDoing(tokens, i + 1))
            return true;
        if (token.Lower is "so" && (token.HasComma || (i + 1 < tokens.Count && Subjects.Contains(tokens[i + 1].Lower))))
            return true;
        if (token.Lower is "after" && i + 1 < tokens.Count && tokens[i + 1].Lower is "i" or "we")
            return true;
        if (token.Lower is "now" && i + 2 < tokens.Count && tokens[i + 1].Lower == "that"
            && Subjects.Contains(tokens[i + 2].Lower))
            return true;
        if (!Subjects.Contains(token.Lower))
            return false;
        // "After I left Rome I": the second is another statement.
        if (token.Lower is "i" or "we" && current.Count > 2 && current[0].Lower == "after")
            return true;
        // "Had a wild week, my car": the first statement left its subject out.
        if (token.HasComma && current.Count > 1 && current[0].Gap.Length == 0 && current[0].Lower is "had" or "been")
            return true;

        var before = i - 1;
        while (before > 0 && Lexicon.Adverbs.Contains(tokens[before].Lower) && !tokens[before].HasComma)
            before--;
        var isLinked = token.HasComma || tokens.Skip(before).Take(i - before).Any(word => Between.Contains(word.Lower)
            || word.HasComma);
        // "My wife and I" is one subject; "Yesterday, I" begins no second clause.
        return isLinked && current.Exists(word => Subjects.Contains(word.Lower)) && !IsOneSubject(current);
    }

    /// <summary>"And aisle seats drive me nuts": what follows is done to the speaker, by something new.</summary>
    private static bool IsOthersDoing(List<Token> tokens, int first)
    {
        for (var i = first + 1; i + 1 < tokens.Count && i <= first + 3; i++)
        {
            if (Separates(tokens[i]) || Subjects.Contains(tokens[i - 1].Lower))
                return false;
            if (tokens[i + 1].Lower is "me" && Verbs.IsBase(tokens[i].Form) && tokens[i - 1].Lower is not ("to" or "and"))
                return true;
        }

        return false;
    }

    private static bool IsOneSubject(List<Token> current) =>
        current.Count <= 5 && current[^1].Lower == "and" && !current.Exists(word =>
            Verbs.IsPast(word.Lower) || word.Form is "be" or "was" or "have" || (Verbs.IsBase(word.Form)
                && word.Lower != "partner"));

    private static bool Separates(Token token)
    {
        var gap = token.Gap;
        for (var i = 0; i < gap.Length; i++)
        {
            var c = gap[i];
            if (c is ';' or '(' or ')' or '—' or '–' or '…' or '*' or '=' or '[' or ']' or '\u2028'
                || (c == ':' && !token.IsNumber) || (c == '-' && gap.Length > 1) || (c == '.' && gap.Length > 2))
                return true;
            if (char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.OtherSymbol)
                return true;
        }

        return false;
    }

    private static List<Token> Trimmed(List<Token> clause)
    {
        while (clause.Count > 0 && (Between.Contains(clause[^1].Lower) || clause[^1].Lower is "but" or "because"))
            clause.RemoveAt(clause.Count - 1);
        return clause;
    }
}
