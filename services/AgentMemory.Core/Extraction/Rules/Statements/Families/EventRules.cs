using System.Collections.Frozen;

namespace AgentMemory.Extraction.Rules.Statements.Families;

/// <summary>What happened and what is planned, with the day.</summary>
internal static class EventRules
{
    /// <summary>What goes on, rather than what is to come.</summary>
    private static readonly FrozenSet<string> Undated = WordSet.Of(
        """
        going thinking feeling trying looking dying wondering getting working hoping telling asking saying kidding doing
        loving learning living waiting sending writing talking using being enjoying struggling dealing freaking counting
        """);

    private static readonly FrozenSet<string> Vague = FrozenSet.ToFrozenSet(
        ["got to", "got the", "got some", "got so", "came across", "made me", "got me", "had a", "came up", "got back", "found out", "did some", "did a", "had to", "got into", "took a", "came to"],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> Projects = WordSet.Of(
        """
        novel book memoir thesis dissertation album business paper phd screenplay garden house painting podcast degree
        """);

    private static readonly FrozenSet<string> Sought = WordSet.Of(
        """
        job work house apartment flat place roommate investors position internship studio home therapist
        """);

    private static readonly FrozenSet<string> Pursuits = WordSet.Of(
        """
        playing volunteering learning going taking painting training teaching practicing swimming hiking dating baking cooking
        dancing knitting gardening helping mentoring studying transitioning therapy school college university yoga
        """);

    private static readonly FrozenSet<string> Courses = WordSet.Of("class classes lesson lessons course courses workshop");

    private static readonly FrozenSet<string> Empty = WordSet.Of(
        """
        time blast fun lot while bit chance mess moment idea people way day setback hell ton bunch realization question
        milestone challenge file code bug error server command container tests email emails docker build branch database port app pipeline deployment script query lunch breakfast message function stuff best thinking
        """);

    public static readonly Rule[] All =
    [
        new("plan.going", "be flying|traveling|travelling|driving|going|heading to", rest => IsTelling(rest))
        {
            OfKin = true, Tense = Tense.Future, NeedsDate = true, Topics = ["plans"],
        },
        new("plan.planning", "be planning|organizing|organising", rest => IsTelling(rest) && (rest.FirstWord is not "on" and not "to" || rest.HasDate)
            && (rest.HasDate || rest.Mentions("trip", "wedding", "party", "holiday", "vacation", "move"))) { OfKin = true, Tense = Tense.Future, Topics = ["plans"] },
        new("plan.doing", "be <ing>", rest => IsTelling(rest) && !Undated.Contains(rest.Tokens[rest.Start - 1].Lower))
        {
            OfKin = true, Tense = Tense.Future, NeedsDate = true, Topics = ["plans"],
        },
        new("plan.will", "will <base>", rest => IsTelling(rest) && rest.Tokens[rest.Start - 1].Lower is not ("need" or "keep" or "know" or "see" or "like" or "want" or "support"))
        {
            OfKin = true, Tense = Tense.Future, NeedsDate = true, Topics = ["plans"],
        },
        new("plan.start", "start|leave", rest => true)
        {
            OfKin = true, Tense = Tense.Future, NeedsDate = true, Topics = ["plans"],
        },
        new("plan.appointment", "have got?", rest => rest.ObjectHas(Lexicon.Appointments))
        {
            OfKin = true, Tense = Tense.Future, NeedsDate = true, Topics = ["plans"],
        },
        new("plan.booked", "booked|reserved|scheduled", rest => IsTelling(rest) && rest.HasDate)
        {
            Tense = Tense.Future, NeedsDate = true, Topics = ["plans"],
        },
        new("event.signed-up", "have? signed up for", IsTelling) { OfKin = true, Tense = Tense.Past, Topics = ["events"] },
        new("event.joined", "have? joined|won|passed", rest => IsTelling(rest) && (rest.HasDate || rest.FirstWord is "a" or "an" or "my" or "the" or "first" or "second")
            && !rest.Mentions("call", "meeting", "conversation", "chat", "time")) { OfKin = true, Tense = Tense.Past, Topics = ["events"] },
        new("event.had", "had", rest => rest.ObjectHas(Lexicon.Appointments) || rest.Head is "picnic" or "barbecue" or "bbq" or "accident" or "housewarming")
        {
            OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"],
        },
        new("event.was-hit", "was hit|robbed|flooded|destroyed|damaged", rest => true)
        {
            OfSelf = false, OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"],
        },
        new("event.done", "visited|attended|adopted|volunteered|donated|competed|performed|hired|published|teamed|applied|organized|organised|participated|celebrated|launched|rehearsed|won", IsConcrete)
        {
            OfKin = true, Tense = Tense.Past, Topics = ["events"],
        },
        new("event.went", "went to|on|hiking|camping|swimming|skiing|surfing|sailing|climbing|kayaking|running|dancing|fishing|snowboarding", rest =>
            rest.HasDate || (IsConcrete(rest) && !rest.Mentions("bed", "sleep", "work", "store", "settings"))) { OfKin = true, Tense = Tense.Past, Topics = ["events"] },
        new("event.started", "have? started|began|begun to?", rest => !rest.IsEmpty && Pursuits.Contains(rest.FirstWord) && rest.End - rest.Start > 1)
        {
            OfKin = true, Tense = Tense.Past, Topics = ["events"],
        },
        new("event.took", "have? took|taken up? a|an", rest => rest.ObjectHas(Courses) || rest.Head is "trip" or "cruise" or "sabbatical")
        {
            OfKin = true, Tense = Tense.Past, Topics = ["events"],
        },
        new("event.have-been", "have been to", rest => rest.First.IsCapitalised) { OfKin = true, Topics = ["travel"] },
        new("event.have-done", "have visited|attended|published|joined|signed|started|completed", IsConcrete)
        {
            OfKin = true, Tense = Tense.Past, Topics = ["events"],
        },
        new("event.used-to", "used to <base>", rest => IsTelling(rest) && rest.Tokens[rest.Start - 1].Lower is not ("like" or "be" or "have" or "need" or "know" or "see" or "get"))
        {
            OfKin = true, Topics = ["past"],
        },
        new("plan.project", "be|have been? training|preparing|prepping|practicing|practising|saving|studying|running|applying|rehearsing up? for|to", rest => IsTelling(rest) && !rest.Mentions("office hours"))
        {
            OfKin = true, Tense = Tense.Future, Topics = ["plans"],
        },
        new("plan.working-on", "be|have been? working|writing on? a|an|my", rest => rest.ObjectHas(Projects))
        {
            OfKin = true, Topics = ["plans"],
        },
        new("plan.considering", "be|have been? considering|contemplating", rest => IsTelling(rest) && Verbs.IsGerund(rest.FirstWord))
        {
            OfKin = true, Tense = Tense.Future, Topics = ["plans"],
        },
        new("plan.thinking", "be|have been? thinking|looking about|of|into", rest => IsTelling(rest) && (Verbs.IsGerund(rest.FirstWord) || rest.Tokens[rest.Start - 1].Lower == "into")
            && rest.FirstWord is not ("using" or "doing" or "getting" or "making" or "being") && !rest.Mentions("error", "bug", "issue")) { OfKin = true, Tense = Tense.Future, Topics = ["plans"] },
        new("plan.seeking", "be|have been? looking|searching|hunting for", rest => rest.ObjectHas(Sought))
        {
            OfKin = true, Tense = Tense.Future, Topics = ["plans"],
        },
        new("plan.pursuit", "be|have been?", rest => !rest.IsEmpty && rest.FirstWord is "mentoring" or "coaching" or "expanding" or "renovating" or "researching" or "blogging" or "remodeling" && IsTelling(rest))
        {
            OfKin = true, Topics = ["plans"],
        },
        new("plan.turning", "be turning my", rest => rest.Mentions("into")) { Topics = ["plans"] },
        new("plan.class", "be|have been? taking", rest => rest.ObjectHas(Courses)) { OfKin = true, Topics = ["education"] },
        new("plan.reading", "be reading", rest => rest.Words.Any(token => token.IsCapitalised))
        {
            OfKin = true, Topics = ["reading"],
        },
        new("plan.appointment-is", "be|start|begin|begins|end|ends|leave|expires", rest => true)
        {
            OfAttributes = ["appointment"], Tense = Tense.Future, NeedsDate = true, Topics = ["plans"],
        },
        new("goal.is", "be to", rest => IsTelling(rest)) { OfAttributes = ["goal", "dream"], Topics = ["goals"] },
        new("goal.dreams", "dream of|about", IsTelling) { Topics = ["goals"] },
        new("goal.wants", "want|hope|plan to become|visit|adopt|retire|open|learn|start|run", rest => IsGoal(rest))
        {
            Topics = ["goals"],
        },
        new("goal.would-become", "be saving|planning for|to become|adopt|retire|open|learn|start", rest => IsGoal(rest))
        {
            Topics = ["goals"],
        },
        new("event.was", "was in|at|diagnosed|accepted|invited|elected|robbed|hospitalized", IsTelling)
        {
            OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"],
        },
        new("event.happened", "<past>", rest => IsTelling(rest) && !Vague.Contains(rest.Tokens[rest.Start - 1].Lower + " " + rest.FirstWord))
        {
            OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"],
        },
    ];

    /// <summary>Something of its own, where no day tells which one it was.</summary>
    private static bool IsConcrete(Complement rest) => IsTelling(rest) && !rest.Mentions("file", "files", "code", "page", "site", "docs", "website", "link", "command", "call", "change", "patch", "fix")
        && (rest.HasDate || rest.FirstWord is "a" or "an" or "my" or "at" or "in" or "with" or "for" or "to" or "up" || rest.First.IsCapitalised);

    private static bool IsGoal(Complement rest) => IsTelling(rest) && rest.Tokens[rest.Start - 1].Lower switch
    {
        "learn" => rest.Words.Take(3).Any(token => Lexicon.Languages.Contains(token.Lower) || Lexicon.Pastimes.Contains(token.Lower)),
        "visit" => rest.First.IsCapitalised,
        "open" or "start" => rest.ObjectHas(Lexicon.Businesses) || rest.Mentions("family"),
        "run" => rest.Mentions("marathon", "half-marathon", "ultramarathon", "10k", "5k"),
        "become" or "adopt" => rest.FirstWord is "a" or "an",
        _ => true,
    };

    /// <summary>Says what was done, with a word of its own.</summary>
    private static bool IsTelling(Complement rest) => rest.Object.Any(token => token.Lower.Length > 2 && !Search.StopWords.Contains(token.Lower))
            ? !Empty.Contains(rest.Head)
            : rest.Words.Any(token => token.Lower.Length > 3 && !Search.StopWords.Contains(token.Lower) && !InTime(rest, token));

    private static bool InTime(Complement rest, Token token) =>
        rest.Times.Any(time => Enumerable.Range(time.Start, time.Length).Any(index => ReferenceEquals(rest.Tokens[index], token)));
}
