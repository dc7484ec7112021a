namespace AgentMemory.Extraction.Rules.Statements.Families;

/// <summary>Name, age, birthday, origin, nationality, languages.</summary>
internal static class IdentityRules
{
    public static readonly Rule[] All =
    [
        new("identity.name", "be", IsPersonName) { OfAttributes = ["name"], Slot = "name", Topics = ["identity"] },
        new("identity.name-of-kin", "be", IsPersonName) { OfAttributes = ["name of"], Topics = ["family"] },
        new("identity.surname", "be", IsPersonName)
        {
            OfAttributes = ["surname", "last name", "first name", "middle name", "nickname"], Topics = ["identity"],
        },
        new("identity.i-am-name", "be", rest => rest.First.IsCapitalised && IsPersonName(rest) && rest.End - rest.Start == 1
            && !IsNationality(rest) && IsIntroduction(rest)) { Slot = "name", Topics = ["identity"] },
        new("identity.i-am-lower-case", "be", IsLowerCaseName) { Slot = "name", Says = "is named", Topics = ["identity"] },
        new(
            "identity.called", "call me",
            rest => rest.Subject.Noun == "call" && rest.First.IsCapitalised && rest.Object.Count <= 2
                && rest.Object.All(token => token.IsCapitalised))
        {
            Slot = "preferred name", Says = "prefers to be called", Topics = ["identity"],
        },
        new("identity.goes-by", "go by", rest => rest.First.IsCapitalised && IsPersonName(rest))
        {
            Slot = "name", Topics = ["identity"],
        },
        new("identity.age", "be", IsAge) { OfKin = true, Topics = ["identity"] },
        new("identity.birthday", "be", rest => rest.Mentions(Months))
        {
            OfAttributes = ["birthday"], IsYearly = true, Slot = "birthday", Topics = ["birthday"],
        },
        new("identity.birthday-of-kin", "be", rest => rest.Mentions(Months))
        {
            OfAttributes = ["birthday of"], IsYearly = true, Topics = ["birthday", "family"],
        },
        new("identity.turns", "turn|turned|turning", rest => rest.First.IsNumber && rest.Object.Count == 1)
        {
            OfKin = true, Tense = Tense.Future, NeedsDate = true, Topics = ["birthday"],
        },
        new("identity.born", "was born and? raised? in|on|at", rest => !rest.IsEmpty)
        {
            OfKin = true, Tense = Tense.Past, Topics = ["birthday"],
        },
        new("identity.origin", "be originally? from", rest => Places.IsPlace(rest)) { OfKin = true, Topics = ["origin"] },
        new("identity.nationality", "be", IsNationality) { OfKin = true, Topics = ["origin"] },
        new("identity.native-language", "be", HasLanguage)
        {
            OfAttributes = ["native language", "first language", "mother tongue"], Topics = ["language"],
        },
        new("identity.speaks", "speak", HasLanguage) { OfKin = true, Topics = ["language"] },
        new("identity.fluent", "be fluent|bilingual in", HasLanguage) { OfKin = true, Topics = ["language"] },
        new("identity.learns", "learn", HasLanguage) { OfKin = true, Topics = ["language", "education"] },
        new("identity.learning", "be learning|studying to? speak?", HasLanguage)
        {
            OfKin = true, Topics = ["language", "education"],
        },
        new("identity.been-learning", "have been learning|studying", HasLanguage)
        {
            OfKin = true, Topics = ["language", "education"],
        },
    ];

    private static readonly string[] Months =
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    ];

    private static bool IsPersonName(Complement rest) =>
        rest.Object.Count is > 0 and <= 3 && rest.Object.All(token => char.IsLetter(token.Text[0]))
        && rest.FirstWord is not ("not" or "the" or "a" or "an" or "too" or "very" or "so" or "on" or "in" or "at" or "my"
            or "pretty" or "spelled"
            or "pronounced" or "hard" or "common" or "rare" or "weird" or "called" or "changed" or "important" or "after"
                or "mentioned" or "long"
            or "short" or "misspelled" or "wrong" or "listed" or "because" or "from")
        && !Verbs.IsGerund(rest.FirstWord) && !rest.Mentions("and", "or");

    /// <summary>"Hi, I'm Sam". Without the greeting it may as well be "I'm Batman".</summary>
    private static bool IsIntroduction(Complement rest) =>
        rest.Tokens.Take(rest.Subject.Start).Any(token => token.Lower is "hi" or "hey" or "hello" or "morning" or "evening"
            or "afternoon");

    /// <summary>"Hey im tom, 34": a word alone between a greeting and the next trait, that says nothing else of people.</summary>
    private static bool IsLowerCaseName(Complement rest) =>
        rest.Object.Count == 1 && rest.FirstWord.Length is > 2 and < 12 && rest.First.Text.All(char.IsLower)
        && IsPersonName(rest) && IsIntroduction(rest) && !IsNationality(rest) && !Lexicon.Professions.Contains(rest.FirstWord)
        && !Lexicon.Diets.Contains(rest.FirstWord) && !Lexicon.Statuses.Contains(rest.FirstWord)
        && !Lexicon.Traits.Contains(rest.FirstWord) && !Search.StopWords.Contains(rest.FirstWord)
        && !NoNames.Contains(rest.FirstWord) && !Verbs.IsPast(rest.FirstWord)
        && rest.Start + 1 < rest.Tokens.Count && rest.Tokens[rest.Start + 1] is { HasComma: true } next
        && (next.IsNumber || next.Lower == "from");

    private static readonly HashSet<string> NoNames = new(StringComparer.Ordinal)
    {
        "male", "female", "trans", "nonbinary", "gay", "straight", "bisexual", "lesbian", "new", "old", "young", "tall",
        "short", "white", "black", "asian", "healthy", "sick", "ill", "tired", "happy", "sad", "lost", "good", "fine", "well",
        "back", "retired", "unemployed", "self-employed", "overweight", "curious", "desperate", "currently",
    };

    private static bool IsAge(Complement rest)
    {
        if (!rest.First.IsNumber || rest.First.Text.Length > 3 || !int.TryParse(rest.First.Text, out var age)
            || age is 0 or > 120)
            return false;
        var next = rest.Words.Skip(1).FirstOrDefault();
        return next is null ? rest.Tokens.Count == rest.End : next.Lower is "years" or "yrs" or "yo" or "year" or "now"
            || next.HasComma;
    }

    private static bool IsNationality(Complement rest) =>
        Lexicon.Nationalities.Contains(rest.FirstWord) && rest.Object.Count == 1
        || (rest.FirstWord is "half" or "a" or "an" && rest.Object is [_, var second]
            && Lexicon.Nationalities.Contains(second.Lower));

    private static bool HasLanguage(Complement rest) => rest.Words.Take(5).Any(token => Lexicon.Languages.Contains(token.Lower));
}
