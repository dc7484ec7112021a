namespace AgentMemory.Extraction.Rules.Statements.Families;

/// <summary>Things people own and buy, and illnesses they have.</summary>
internal static class PossessionRules
{
    public static readonly Rule[] All =
    [
        new("possession.has", "have|own got?", IsThing) { OfKin = true, Topics = ["possessions"] },
        new(
            "possession.drives", "drive|ride a|an|my",
            rest => rest.Object.Any(token => token.IsCapitalised || token.IsNumber) || rest.ObjectHas(Lexicon.Possessions))
        {
            OfKin = true, Topics = ["possessions", "transport"],
        },
        new(
            "possession.bought", "bought|purchased|inherited",
            rest => IsThing(rest) || IsNamed(rest) || rest.HasDate && IsArticle(rest))
        {
            OfKin = true, Tense = Tense.Past, Topics = ["possessions"],
        },
        new("possession.have-bought", "have bought|purchased", rest => IsThing(rest) || IsNamed(rest))
        {
            OfKin = true, Tense = Tense.Past, Topics = ["possessions"],
        },
        new("possession.got", "got", rest => IsThing(rest)) { OfKin = true, Tense = Tense.Past, Topics = ["possessions"] },
        new(
            "possession.car", "be",
            rest => rest.FirstWord is "a" or "an" && (IsNamed(rest) || rest.ObjectHas(Lexicon.Possessions)))
        {
            OfAttributes = ["car"], Topics = ["possessions", "transport"],
        },
        new("health.has", "have got? a|an|chronic|severe|mild|type|bad?", rest => rest.ObjectHas(Lexicon.Illnesses))
        {
            OfKin = true, Topics = ["health"],
        },
        new("health.trait", "be", rest => Lexicon.Traits.Contains(rest.FirstWord)) { OfKin = true, Topics = ["health"] },
        new(
            "health.wears", "wear",
            rest => rest.FirstWord is "glasses" or "contacts" or "contact") { OfKin = true, Topics = ["health"] },
        new("health.diagnosed", "was|have been? diagnosed with", rest => !rest.IsEmpty)
        {
            OfKin = true, Tense = Tense.Past, Topics = ["health"],
        },
        new(
            "health.broke", "broke|sprained|fractured|tore|injured|twisted my",
            rest => rest.Mentions("arm", "leg", "ankle", "wrist", "knee", "foot", "toe", "finger", "acl", "shoulder", "hip",
                "rib", "collarbone"))
        {
            OfKin = true, Tense = Tense.Past, Topics = ["health"],
        },
        new(
            "health.takes", "take|use",
            rest => rest.Mentions("insulin", "antidepressants", "medication", "statins", "metformin", "ritalin", "adderall")
                && !rest.Mentions("no"))
        {
            OfKin = true, Topics = ["health"],
        },
        new("health.surgery", "had|have|having", rest => rest.Mentions("surgery", "operation") && rest.HasDate)
        {
            OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["health"],
        },
    ];

    private static bool IsThing(Complement rest) => IsArticle(rest) && (Lexicon.Possessions.Contains(rest.Head)
        || Lexicon.Possessions.Contains(rest.Head.TrimEnd('s')))
        && !rest.Mentions("flat tire", "problem", "issue", "accident", "error", "question", "rental");

    private static bool IsNamed(Complement rest) => IsArticle(rest) && rest.Object.Skip(1).Any(token => token.IsCapitalised);

    private static bool IsArticle(Complement rest) =>
        (rest.First.IsNumber || rest.FirstWord is "a" or "an" or "two" or "three" or "my" or "our" or "new" or "some")
            && rest.Object.Count is >= 2 and <= 7;
}
