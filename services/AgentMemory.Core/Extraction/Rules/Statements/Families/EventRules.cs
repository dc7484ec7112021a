using System.Collections.Frozen;
using static AgentMemory.Extraction.Rules.Statements.Families.Deeds;

namespace AgentMemory.Extraction.Rules.Statements.Families;

/// <summary>What happened, with the day where it was said.</summary>
internal static class EventRules
{
    private static readonly FrozenSet<string> Vague = FrozenSet.ToFrozenSet(
        ["got to", "got the", "got some", "got so", "came across", "made me", "got me", "had a", "came up", "got back",
            "found out", "did some", "did a", "had to", "got into", "took a", "came to"],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> Outings = WordSet.Of("blast time fun experience day evening night weekend");

    private static readonly FrozenSet<string> Pursuits = WordSet.Of(
        """
        playing volunteering learning going taking doing painting training teaching practicing swimming hiking dating baking cooking
        dancing knitting gardening helping mentoring studying transitioning therapy school college university yoga
        """);

    public static readonly Rule[] All =
    [
        new("event.signed-up", "have? signed up for", IsTelling) { OfKin = true, Tense = Tense.Past, Topics = ["events"] },
        new(
            "event.joined", "have? joined|won|passed",
            rest => IsTelling(rest) && (rest.HasDate || rest.FirstWord is "a" or "an" or "my" or "the" or "first" or "second")
            && !rest.Mentions("call", "meeting", "conversation", "chat", "time"))
        {
            OfKin = true, Tense = Tense.Past, Topics = ["events"],
        },
        new(
            "event.had", "had",
            rest => rest.ObjectHas(Lexicon.Appointments) || rest.Head is "picnic" or "barbecue" or "bbq" or "accident"
                or "housewarming")
        {
            OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"],
        },
        new("event.befell", "was|got hit|robbed|flooded|destroyed|damaged|stolen|towed|burgled|sold|delivered|published", rest => true)
        {
            OfSelf = false, OfThings = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"],
        },
        new("event.befell-thing", "broke|flooded|died|crashed|burned|collapsed|opened|closed|held|hosted|won|celebrated|launched", rest => true)
        {
            OfSelf = false, OfThings = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"],
        },
        new("event.was-hit", "was hit|robbed|flooded|destroyed|damaged", rest => true)
        {
            OfSelf = false, OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"],
        },
        new(
            "event.done",
            "visited|attended|adopted|volunteered|donated|competed|performed|hired|published|teamed|applied|organized|organised"
                + "|participated|celebrated|launched|rehearsed|won",
            IsConcrete)
        {
            OfKin = true, Tense = Tense.Past, Topics = ["events"],
        },
        new(
            "event.went", "went to|on|biking|bowling|skating|snowboarding|diving|hiking|camping|swimming|skiing|surfing|sailing|climbing|kayaking|running|dancing|fishing",
            rest => rest.HasDate || (IsConcrete(rest) && !rest.Mentions("bed", "sleep", "work", "store", "settings")))
        {
            OfKin = true, Tense = Tense.Past, Topics = ["events"],
        },
        new(
            "event.started", "have? started|began|begun to?",
            rest => !rest.IsEmpty && Pursuits.Contains(rest.FirstWord) && rest.End - rest.Start > 1)
        {
            OfKin = true, Tense = Tense.Past, Topics = ["events"],
        },
        new(
            "event.took", "have? took|taken up? a|an",
            rest => rest.ObjectHas(PlanRules.Courses) || rest.Head is "trip" or "cruise" or "sabbatical")
        {
            OfKin = true, Tense = Tense.Past, Topics = ["events"],
        },
        new("event.founded", "have? started|begun|began|founded|launched|set up? a|an|my|our", rest => IsTelling(rest)
            && rest.ObjectHas(Lexicon.Undertakings))
        {
            OfKin = true, Tense = Tense.Past, Topics = ["events"],
        },
        new(
            "event.created",
            "have? made|painted|wrote|written|knitted|sewed|sewn|built|drew|drawn|crocheted|carved|composed|designed|recorded a|an",
            rest => rest.ObjectHas(Lexicon.Crafts) && (rest.HasDate || rest.End - rest.Start > rest.Object.Count))
        {
            OfKin = true, Tense = Tense.Past, Topics = ["hobbies"],
        },
        new("event.did", "did a|an|another", IsTelling) { OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"] },
        new("event.returned", "got|came back from", rest => IsTelling(rest) && rest.Head is not ("work" or "gym" or "walk"
            or "bed" or "school"))
        {
            OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["travel"],
        },
        new("event.enjoyed", "had a|an|some|so?", rest => IsDayOut(rest))
        {
            OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"],
        },
        new("event.spent", "spent", rest => !rest.Mentions("hours", "minutes", "much", "ages")
            && rest.Words.Any(token => token.Lower is "volunteering" or "with" or "hiking" or "painting" or "gardening"))
        {
            OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"],
        },
        new(
            "event.decided", "have? decided to adopt|move|quit|study|become|retire|leave|volunteer|foster|enroll|run|go",
            rest => rest.Tokens[rest.Start - 1].Lower switch
            {
                "run" => rest.FirstWord == "for",
                "go" => rest.FirstWord == "back" && rest.Mentions("to", "into"),
                _ => true,
            })
        {
            OfKin = true, Tense = Tense.Past, Topics = ["plans"],
        },
        new("event.chance", "had|got the|a? chance|opportunity? to volunteer|perform|work|visit|teach|speak|play|sing", rest => IsConcrete(rest))
        {
            OfKin = true, Tense = Tense.Past, Topics = ["events"],
        },
        new("event.first-time", "tried", rest => rest.Mentions("first") && rest.Mentions("time")
            && (Verbs.IsGerund(rest.FirstWord) || rest.Object.Count > 1 && rest.FirstWord is not ("the" or "for" or "to")))
        {
            OfKin = true, Tense = Tense.Past, Topics = ["events"],
        },
        new("event.have-gone", "have gone|tried camping|hiking|swimming|skiing|surfing|sailing|climbing|kayaking|diving|fishing", rest => true)
        {
            OfKin = true, Topics = ["hobbies"],
        },
        new("event.remembers", "will never? remember|forget", rest => rest.FirstWord is "my" or "our"
            && (rest.HasDate || rest.Object.Count > 2) && rest.Tokens[rest.Start - 1].Lower == "remember"
                == rest.Tokens.Take(rest.Start).Any(token => token.Lower == "always"))
        {
            Tense = Tense.Past, Topics = ["memories"],
        },
        new("event.invited", "invited me to a|an|my", IsTelling) { OfSelf = false, OfKin = true, Tense = Tense.Past, Topics = ["events"] },
        new("event.have-been", "have been to", rest => rest.First.IsCapitalised) { OfKin = true, Topics = ["travel"] },
        new("event.have-done", "have visited|attended|published|joined|signed|started|completed|acquired|competed|volunteered|won|climbed", IsConcrete)
        {
            OfKin = true, Tense = Tense.Past, Topics = ["events"],
        },
        new(
            "event.used-to", "used to <base>",
            rest => IsTelling(rest) && rest.Tokens[rest.Start - 1].Lower is not ("like" or "be" or "have" or "need"
                or "know" or "see" or "get"))
        {
            OfKin = true, Topics = ["past"],
        },
        new("event.was", "was in|at|diagnosed|accepted|invited|elected|robbed|hospitalized", IsTelling)
        {
            OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"],
        },
        new(
            "event.happened", "<past>",
            rest => IsTelling(rest) && !Vague.Contains(rest.Tokens[rest.Start - 1].Lower + " " + rest.FirstWord))
        {
            OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"],
        },
    ];

    /// <summary>"A great time at the fair": good for something only with its place or company.</summary>
    private static bool IsDayOut(Complement rest)
    {
        if (!rest.ObjectHas(Outings) || rest.Mentions("installer", "software", "app", "support", "bug", "code", "bad", "hard"))
            return false;
        for (var i = rest.Start; i + 1 < rest.End; i++)
        {
            if (rest.Tokens[i].Lower is "at" or "with" or "on" && !rest.Times.Any(time => i >= time.Start && i < time.End))
                return true;
        }

        return false;
    }

    /// <summary>Something of its own, where no day tells which one it was.</summary>
    private static bool IsConcrete(Complement rest) => IsTelling(rest) && !rest.Mentions("file", "files", "code", "page",
        "site", "docs", "website", "link", "command", "call", "change", "patch", "fix")
        && (rest.HasDate || rest.FirstWord is "a" or "an" or "another" or "my" or "at" or "in" or "with" or "for" or "to" or "up"
            || rest.First.IsCapitalised);
}
