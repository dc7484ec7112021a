using System.Collections.Frozen;

namespace AgentMemory.Extraction.Rules.Statements;

internal enum SubjectKind
{
    /// <summary>"I", and "we", which includes the speaker.</summary>
    Self,

    /// <summary>"My wife and I".</summary>
    Joint,

    /// <summary>"My sister", "our dog Max".</summary>
    Kin,

    /// <summary>"My name", "my favourite band", "my mother's birthday".</summary>
    Attribute,

    /// <summary>"My bike", "our town": what belongs to the speaker, and something happened to.</summary>
    Thing,
}

/// <summary>Whom or what a clause is about.</summary>
/// <param name="Start">Index of its first token.</param>
/// <param name="End">Index after its last one.</param>
/// <param name="Noun">The relation or attribute; <c>i</c> for the speaker.</param>
/// <param name="IsPlural">Its verb keeps its plural form.</param>
internal sealed record Subject(SubjectKind Kind, int Start, int End, string Noun, bool IsPlural)
{
    private static readonly FrozenSet<string> Adjectives = WordSet.Of(
        """
        older younger big little twin best oldest eldest youngest late good new old dear middle close two three four first
        second great close ex baby older own younger
        """);

    private static readonly FrozenSet<string> Attributes = WordSet.Of(
        """
        name surname nickname birthday job profession hometown major car goal dream age passion hobby calling
        """);

    /// <summary>The subject that begins at a token, or <see langword="null"/> when the clause is about something else.</summary>
    public static Subject? At(IReadOnlyList<Token> tokens, int start) => tokens[start].Lower switch
    {
        // "Please call me Sam".
        "call" when start + 2 < tokens.Count && tokens[start + 1].Lower == "me" => new Subject(SubjectKind.Self, start, start,
            "call", IsPlural: false),
        "i" or "we" => new Subject(SubjectKind.Self, start, start + 1, "i", IsPlural: false),
        "my" or "our" => Owned(tokens, start),
        _ => Companions(tokens, start),
    };

    /// <summary>"Some friends from work and I", "Rosa and I", with what they did right after.</summary>
    private static Subject? Companions(IReadOnlyList<Token> tokens, int start)
    {
        const int longest = 6;
        var isFew = tokens[start].Lower is "a" or "some" or "two" or "three" or "several";
        if (!isFew && !IsPersonName(tokens[start]))
            return null;
        for (var i = start + 1; i + 2 < tokens.Count && i <= start + (isFew ? longest : 1); i++)
        {
            if (tokens[i].HasComma || Verbs.IsPast(tokens[i].Lower) || tokens[i].Form is "be" or "was" or "have")
                return null;
            if (tokens[i].Lower != "and" || tokens[i + 1].Lower != "i")
                continue;
            var isDone = Verbs.IsPast(tokens[i + 2].Lower) || tokens[i + 2].Lower is "had" or "just" or "recently";
            return isDone && (!isFew || IsKin(tokens[start + 1].Lower) || IsKin(tokens[start + 2].Lower))
                ? new Subject(SubjectKind.Joint, start, i + 2, "companion", IsPlural: true) : null;
        }

        return null;
    }

    private static bool IsPersonName(Token token) => token.Text.Length > 1 && token.IsCapitalised
        && token.Text.All(char.IsLetter) && !Search.StopWords.Contains(token.Lower) && !Lexicon.Adverbs.Contains(token.Lower)
        && Calendar.Weekday(token.Lower) is null && !Verbs.IsBase(token.Form) && !Verbs.IsPast(token.Lower);

    private static Subject? Owned(IReadOnlyList<Token> tokens, int start)
    {
        var i = start + 1;
        if (i < tokens.Count && tokens[i].Lower is "favorite" or "favourite")
            return Favourite(tokens, start);
        if (i + 1 < tokens.Count && tokens[i].Lower is "native" or "first" or "mother" or "last" or "middle" or "dream"
            && tokens[i + 1].Lower is "language" or "tongue" or "name" or "job")
            return new Subject(SubjectKind.Attribute, start, i + 2, tokens[i].Lower + " " + tokens[i + 1].Lower, IsPlural: false);
        while (i < tokens.Count && Adjectives.Contains(tokens[i].Lower))
            i++;
        if (i >= tokens.Count)
            return null;
        var noun = tokens[i].Lower;
        if (Attributes.Contains(noun))
            return new Subject(SubjectKind.Attribute, start, i + 1, noun, IsPlural: false);
        if (IsAppointment(tokens, ref i))
            return new Subject(SubjectKind.Attribute, start, i + 1, "appointment", IsPlural: false);
        if (noun.EndsWith("'s", StringComparison.Ordinal))
            return IsKin(noun[..^2]) && i + 1 < tokens.Count && tokens[i + 1].Lower is "name" or "birthday"
                ? new Subject(SubjectKind.Attribute, start, i + 2, tokens[i + 1].Lower + " of " + noun[..^2], IsPlural: false)
                : null;
        if (!IsKin(noun))
            return Thing(tokens, start, i);
        // "My guinea pig", "my golden retriever Max".
        if (noun is "guinea" && i + 1 < tokens.Count)
            i++;
        i++;
        while (i < tokens.Count && tokens[i].IsCapitalised && !Verbs.IsBase(tokens[i].Form) && tokens[i].Lower != "i"
            && tokens[i].Form != "be")
            i++;
        var isPlural = noun is not ("boss" or "fish") && noun[^1] == 's';
        if (i + 1 < tokens.Count && tokens[i].Lower == "and" && tokens[i + 1].Lower == "i")
            return new Subject(SubjectKind.Joint, start, i + 2, noun, IsPlural: true);
        return new Subject(SubjectKind.Kin, start, i, noun, isPlural || noun is "children");
    }

    /// <summary>"My old road bike was": a thing with what happened to it right after.</summary>
    private static Subject? Thing(IReadOnlyList<Token> tokens, int start, int first)
    {
        for (var i = first; i < first + 3 && i + 1 < tokens.Count; i++)
        {
            if (Verbs.IsPast(tokens[i + 1].Lower) || tokens[i + 1].Form is "was")
                return Lexicon.Possessions.Contains(tokens[i].Lower) || Lexicon.Businesses.Contains(tokens[i].Lower)
                    || Lexicon.Surroundings.Contains(tokens[i].Lower)
                    ? new Subject(SubjectKind.Thing, start, i + 1, tokens[i].Lower, IsPlural: false) : null;
        }

        return null;
    }

    /// <summary>"My chemistry exam": the noun that the verb follows, with up to two words before it.</summary>
    private static bool IsAppointment(IReadOnlyList<Token> tokens, ref int index)
    {
        for (var i = index; i < index + 3 && i + 1 < tokens.Count; i++)
        {
            if (tokens[i + 1].Form is "be" or "start" or "begin" or "begins" or "end" or "ends" or "leave" or "expires")
            {
                if (!Lexicon.Appointments.Contains(tokens[i].Lower))
                    return false;
                index = i;
                return true;
            }
        }

        return false;
    }

    /// <summary>"My favourite Italian restaurant": up to the verb, which is near.</summary>
    private static Subject? Favourite(IReadOnlyList<Token> tokens, int start)
    {
        for (var i = start + 2; i < tokens.Count && i < start + 9; i++)
        {
            if (tokens[i].Form is "be" && (i > start + 2 || (i + 1 < tokens.Count && Verbs.IsGerund(tokens[i + 1].Lower))))
                return new Subject(SubjectKind.Attribute, start, i, "favorite", IsPlural: false);
        }

        return null;
    }

    private static bool IsKin(string noun) => Lexicon.Relations.Contains(noun) || Lexicon.Pets.Contains(noun);
}
