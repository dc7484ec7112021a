using System.Collections.Frozen;
using static AgentMemory.Extraction.Rules.Statements.Families.Deeds;

namespace AgentMemory.Extraction.Rules.Statements.Families;

/// <summary>What happened, with the day where it was said.</summary>
internal static class EventRules
{
    private static readonly FrozenSet<string> Vague = FrozenSet.ToFrozenSet(
        ["got to", "got the", "got some", "got so", "came across", "made me", "got me", "made some", "had a", "came up",
            "got back",
            "found out", "did some", "did a", "had to", "got into", "took a", "came to"],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> Outings = WordSet.Of("blast time fun experience day evening night weekend");

    private static readonly FrozenSet<string> Pursuits = WordSet.Of(
        """
        playing volunteering learning going taking doing painting training teaching practicing swimming hiking dating baking
        cooking dancing knitting gardening helping mentoring studying transitioning therapy school college university yoga
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
        new(
            "event.befell", "was|got hit|robbed|flooded|destroyed|damaged|stolen|towed|burgled|sold|delivered|published",
            rest => true)
        {
            OfSelf = false, OfThings = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"],
        },
        new(
            "event.befell-thing",
            "broke|flooded|died|crashed|burned|collapsed|opened|closed|held|hosted|won|celebrated|launched", rest => true)
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
                + "|participated|celebrated|launched|won",
            IsConcrete)
        {
            OfKin = true, Tense = Tense.Past, Topics = ["events"],
        },
        new(
            "event.went",
            "went to|on|biking|bowling|skating|snowboarding|diving|hiking|camping|swimming|skiing|surfing|sailing|climbing"
                + "|kayaking|running|dancing|fishing",
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
        new("event.returned", "got|came back from", rest => IsTelling(rest) && rest.Head is not ("work" or "gym" or "walk"
            or "bed" or "school"))
        {
            OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["travel"],
        },
        new("event.enjoyed", "had a|an|some|so?", rest => IsDayOut(rest))
        {
            OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"],
        },
        new("event.spent", "spent", rest => !IsTimeSpent(rest) && !rest.Mentions("hours", "minutes", "much", "ages")
            && rest.Words.Any(token => token.Lower is "volunteering" or "with" or "hiking" or "painting" or "gardening"))
        {
            OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"],
        },
        new("event.remembers", "will never? remember|forget", rest => rest.FirstWord is "my" or "our"
            && (rest.HasDate || rest.Object.Count > 2) && rest.Tokens[rest.Start - 1].Lower == "remember"
                == rest.Tokens.Take(rest.Start).Any(token => token.Lower == "always"))
        {
            Tense = Tense.Past, Topics = ["memories"],
        },
        new("event.invited", "invited me to a|an|my", IsTelling)
        {
            OfSelf = false, OfKin = true, Tense = Tense.Past, Topics = ["events"],
        },
        new("event.have-been", "have been to", rest => rest.First.IsCapitalised) { OfKin = true, Topics = ["travel"] },
        new(
            "event.have-done",
            "have visited|attended|published|joined|signed|started|completed|acquired|competed|volunteered|won|climbed",
            IsConcrete)
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
            rest => IsTelling(rest) && !IsTimeSpent(rest)
                && !Vague.Contains(rest.Tokens[rest.Start - 1].Lower + " " + rest.FirstWord))
        {
            OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"],
        },
    ];

    /// <summary>"I spent last summer": the time is what was spent, and does not say when.</summary>
    private static bool IsTimeSpent(Complement rest) =>
        rest.Tokens[rest.Start - 1].Lower == "spent" && rest.Times.Any(time => time.Start == rest.Start);

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
    public static bool IsConcrete(Complement rest) => IsTelling(rest) && !rest.Mentions("file", "files", "code", "page",
        "site", "docs", "website", "link", "command", "call", "change", "patch", "fix")
        && (rest.HasDate || IsSpecific(rest));

    /// <summary>"A hike" could be any; "a hike in Norway" and "a charity hike" are one.</summary>
    private static bool IsSpecific(Complement rest) => (rest.End - rest.Start > 2 || rest.FirstWord is not ("a" or "an"))
        && (rest.FirstWord is "a" or "an" or "another" or "my" or "at" or "in" or "with" or "for" or "to" or "up"
            || rest.First.IsCapitalised);
}
