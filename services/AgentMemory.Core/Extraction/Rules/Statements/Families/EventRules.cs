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

    private static readonly FrozenSet<string> Pursuits = WordSet.Of(
        """
        playing volunteering learning going taking painting training teaching practicing swimming hiking dating baking cooking
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
            "event.went", "went to|on|hiking|camping|swimming|skiing|surfing|sailing|climbing|kayaking|running|dancing|fishing",
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
        new("event.have-been", "have been to", rest => rest.First.IsCapitalised) { OfKin = true, Topics = ["travel"] },
        new("event.have-done", "have visited|attended|published|joined|signed|started|completed", IsConcrete)
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

    /// <summary>Something of its own, where no day tells which one it was.</summary>
    private static bool IsConcrete(Complement rest) => IsTelling(rest) && !rest.Mentions("file", "files", "code", "page",
        "site", "docs", "website", "link", "command", "call", "change", "patch", "fix")
        && (rest.HasDate || rest.FirstWord is "a" or "an" or "my" or "at" or "in" or "with" or "for" or "to" or "up"
            || rest.First.IsCapitalised);
}
