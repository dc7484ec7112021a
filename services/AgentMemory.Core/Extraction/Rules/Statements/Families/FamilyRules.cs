using System.Collections.Frozen;

namespace AgentMemory.Extraction.Rules.Statements.Families;

/// <summary>Family, partners and animals: who there is, what they are called, what became of them.</summary>
internal static class FamilyRules
{
    private static readonly FrozenSet<string> Counts = WordSet.Of(
        """
        a an one two three four five six seven 2 3 4 5 6 no twin some my another
        """);

    public static readonly Rule[] All =
    [
        new("family.called", "be called|named", rest => !rest.IsEmpty && rest.First.IsCapitalised)
        {
            OfSelf = false, OfKin = true, Topics = ["family"],
        },
        new(
            "family.is-name", "be",
            rest => rest.First.IsCapitalised && rest.Object.Count <= 2 && rest.Object.All(token => token.IsCapitalised)
            && rest.End - rest.Start == rest.Object.Count && !Lexicon.Nationalities.Contains(rest.FirstWord))
        {
            OfSelf = false, OfKin = true, Topics = ["family"],
        },
        new("family.is-breed", "be a|an", rest => rest.ObjectHas(Lexicon.Pets))
        {
            OfSelf = false, OfKin = true, Topics = ["pets"],
        },
        new("family.has", "have got?", IsRelative) { OfKin = true, Topics = ["family"] },
        new("family.has-pet", "have|own got?", IsPet) { OfKin = true, Topics = ["pets"] },
        new("family.got-pet", "adopted|got|bought|rescued", IsPet) { OfKin = true, Tense = Tense.Past, Topics = ["pets"] },
        new("family.have-adopted", "have adopted|got|rescued", IsPet) { OfKin = true, Tense = Tense.Past, Topics = ["pets"] },
        new("family.getting-pet", "be getting|adopting", IsPet) { Tense = Tense.Future, NeedsDate = true, Topics = ["pets"] },
        new(
            "family.litter", "had",
            rest => rest.ObjectHas(Lexicon.Pets) || rest.Head is "baby" or "babies" or "twins" or "daughter" or "son")
        {
            OfKin = true, Tense = Tense.Past, Topics = ["family"],
        },
        new("family.role", "be a|an|the single|proud|new|stay-at-home|only? ", rest => Lexicon.FamilyRoles.Contains(rest.Head))
        {
            OfKin = true, Topics = ["family"],
        },
        new(
            "family.is-role", "be a|an|the",
            rest => rest.Object.Count <= 3 && (Lexicon.FamilyRoles.Contains(rest.Head) || (rest.Head == "child"
                && rest.Mentions("only", "middle"))))
        {
            OfKin = true, Topics = ["family"],
        },
        new("family.status", "be happily? recently? newly?", rest => Lexicon.Statuses.Contains(rest.FirstWord))
        {
            OfKin = true, Topics = ["family", "relationships"],
        },
        new(
            "family.been-married", "have been married|engaged|together|divorced|widowed|dating",
            rest => !rest.IsEmpty || rest.HasDate)
        {
            OfKin = true, Topics = ["relationships"],
        },
        new(
            "family.got-married", "got|was married|engaged|divorced|remarried",
            rest => rest.HasDate || rest.FirstWord is "" or "to")
        {
            OfKin = true, Tense = Tense.Past, Topics = ["relationships"],
        },
        new("family.getting-married", "be getting|get married|engaged|divorced", rest => rest.HasDate || rest.FirstWord is "to")
        {
            OfKin = true, Tense = Tense.Future, Topics = ["relationships"],
        },
        new("family.expecting", "be expecting", rest => rest.Mentions("baby", "child", "twins", "son", "daughter", "girl", "boy"))
        {
            OfKin = true, Tense = Tense.Future, Topics = ["family"],
        },
        new(
            "family.lucky", "be lucky|blessed|fortunate to have my",
            rest => rest.ObjectHas(Lexicon.Relations) && rest.FirstWord is not ("family" or "friends"))
        {
            Topics = ["family"],
        },
        new("family.friends", "be friends with", rest => !rest.IsEmpty) { OfKin = true, Topics = ["relationships"] },
        new(
            "family.member", "be part|a member? of",
            rest => rest.FirstWord is "the" or "a" or "an" && !rest.Mentions("problem", "reason", "team", "process", "journey",
                "solution")
            && rest.Tokens[rest.Start - 1].Lower == "of") { OfKin = true, Topics = ["community"] },
        new("family.involved", "be|have been? involved in|with", rest => IsCounted(rest) && rest.FirstWord is "a" or "an" or "some"
            or "my" && !rest.Mentions("accident", "project", "argument", "lawsuit"))
        {
            OfKin = true, Topics = ["community"],
        },
        new("family.mentors", "mentor|coach|tutor a|an|my|two|three", rest => !rest.IsEmpty)
        {
            OfKin = true, Topics = ["community"],
        },
        new(
            "family.died", "died|passed away?",
            rest => rest.IsEmpty || rest.HasDate || rest.FirstWord is "of" or "from" or "when" or "in")
        {
            OfSelf = false, OfKin = true, Tense = Tense.Past, Topics = ["family"],
        },
        new(
            "family.starts", "start|starts|begin",
            rest => !rest.IsEmpty && rest.FirstWord is "school" or "college" or "kindergarten" or "university" or "daycare"
                or "nursery" or "uni")
        {
            OfSelf = false, OfKin = true, Tense = Tense.Future, NeedsDate = true, Topics = ["family", "education"],
        },
    ];

    private static bool IsRelative(Complement rest) => IsCounted(rest) && Lexicon.Relations.Contains(rest.Head)
        && rest.Head is not ("family" or "doctor" or "teacher" or "therapist" or "friend" or "friends")
            && !rest.Mentions("great", "amazing", "good");

    private static bool IsPet(Complement rest) => IsCounted(rest) && rest.FirstWord is not "my" && rest.ObjectHas(Lexicon.Pets)
        && (Lexicon.Pets.Contains(rest.Head) || rest.Object is [.., _, var last] && last.IsCapitalised
            || rest.Head is "pig" or "dragon");

    private static bool IsCounted(Complement rest) => Counts.Contains(rest.FirstWord) && rest.Object.Count is >= 2 and <= 6;
}
