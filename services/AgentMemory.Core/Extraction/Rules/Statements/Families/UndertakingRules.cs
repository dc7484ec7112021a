using static AgentMemory.Extraction.Rules.Statements.Families.Deeds;

namespace AgentMemory.Extraction.Rules.Statements.Families;

/// <summary>What people make, begin, decide and try.</summary>
internal static class UndertakingRules
{
    public static readonly Rule[] All =
    [
        new("undertaking.founded", "have? started|begun|began|founded|launched|set up? a|an|my|our", rest => IsTelling(rest)
            && rest.ObjectHas(Lexicon.Undertakings))
        {
            OfKin = true, Tense = Tense.Past, Topics = ["events"],
        },
        new(
            "undertaking.created",
            "have? made|painted|wrote|written|knitted|sewed|sewn|built|drew|drawn|crocheted|carved|composed|designed|recorded"
                + " a|an",
            rest => rest.ObjectHas(Lexicon.Crafts) && (rest.HasDate || rest.Mentions("about", "for", "to", "of")
                || (rest.Object.Count > 1 && rest.End - rest.Start > rest.Object.Count)))
        {
            OfKin = true, Tense = Tense.Past, Topics = ["hobbies"],
        },
        new("undertaking.did", "did a|an|another", IsTelling)
        {
            OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"],
        },
        new(
            "undertaking.decided", "have? decided to adopt|move|quit|study|become|retire|leave|volunteer|foster|enroll|run|go",
            rest => rest.Tokens[rest.Start - 1].Lower switch
            {
                "run" => rest.FirstWord == "for",
                "go" => rest.FirstWord == "back" && rest.Mentions("to", "into"),
                _ => true,
            })
        {
            OfKin = true, Tense = Tense.Past, Topics = ["plans"],
        },
        new(
            "undertaking.chance", "had|got the|a? chance|opportunity? to volunteer|perform|work|visit|teach|speak|play|sing",
            EventRules.IsConcrete)
        {
            OfKin = true, Tense = Tense.Past, Topics = ["events"],
        },
        new("undertaking.first-time", "tried", rest => rest.Mentions("first") && rest.Mentions("time")
            && (Verbs.IsGerund(rest.FirstWord) || rest.Object.Count > 1 && rest.FirstWord is not ("the" or "for" or "to")))
        {
            OfKin = true, Tense = Tense.Past, Topics = ["events"],
        },
        new(
            "undertaking.have-gone",
            "have gone|tried camping|hiking|swimming|skiing|surfing|sailing|climbing|kayaking|diving|fishing", rest => true)
        {
            OfKin = true, Topics = ["hobbies"],
        },
    ];
}
