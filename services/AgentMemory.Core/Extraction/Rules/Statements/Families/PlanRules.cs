using System.Collections.Frozen;
using static AgentMemory.Extraction.Rules.Statements.Families.Deeds;

namespace AgentMemory.Extraction.Rules.Statements.Families;

/// <summary>What people plan, undertake and wish for.</summary>
internal static class PlanRules
{
    /// <summary>What goes on, rather than what is to come.</summary>
    private static readonly FrozenSet<string> Undated = WordSet.Of(
        """
        going thinking feeling trying looking dying wondering getting working hoping telling asking saying kidding doing
        loving learning living waiting sending writing talking using being enjoying struggling dealing freaking counting
        """);

    private static readonly FrozenSet<string> Projects = WordSet.Of(
        """
        novel book memoir thesis dissertation album business paper phd screenplay garden house painting podcast degree biz
        store studio platform poem song petition
        """);

    private static readonly FrozenSet<string> Sought = WordSet.Of(
        """
        job work house apartment flat place roommate investors position internship studio home therapist
        """);

    private static readonly FrozenSet<string> Ventures = WordSet.Of(
        """
        family house home cabin business shop studio farm school community foundation boat shelter garden place charity
        library brand children chickens
        """);

    private static readonly FrozenSet<string> Helped = WordSet.Of(
        """
        people kids children families veterans refugees women animals youth teens seniors homeless disadvantaged young others
        """);

    public static readonly FrozenSet<string> Courses = WordSet.Of("class classes lesson lessons course courses workshop");

    public static readonly Rule[] All =
    [
        new("plan.going", "be flying|traveling|travelling|driving|going|heading to", rest => IsTelling(rest))
        {
            OfKin = true, Tense = Tense.Future, NeedsDate = true, Topics = ["plans"],
        },
        new(
            "plan.planning", "be planning|organizing|organising",
            rest => IsTelling(rest) && (rest.FirstWord is not "on" and not "to" || rest.HasDate)
            && (rest.HasDate || rest.Mentions("trip", "wedding", "party", "holiday", "vacation", "move")))
        {
            OfKin = true, Tense = Tense.Future, Topics = ["plans"],
        },
        new("plan.doing", "be <ing>", rest => IsTelling(rest) && !Undated.Contains(rest.Tokens[rest.Start - 1].Lower))
        {
            OfKin = true, Tense = Tense.Future, NeedsDate = true, Topics = ["plans"],
        },
        new(
            "plan.will", "will <base>",
            rest => IsTelling(rest) && rest.Tokens[rest.Start - 1].Lower is not ("need" or "keep" or "know" or "see"
                or "like" or "want" or "support"))
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
        new(
            "plan.project",
            "be|have been? training|preparing|prepping|practicing|practising|saving|studying|running|applying|rehearsing up? for|to",
            rest => IsTelling(rest) && !rest.Mentions("office hours"))
        {
            OfKin = true, Tense = Tense.Future, Topics = ["plans"],
        },
        new(
            "plan.working-on", "be|have been? working|writing on? opening|starting|building|finishing|writing? a|an|my",
            rest => (rest.ObjectHas(Projects) || rest.ObjectHas(Lexicon.Businesses))
                && (rest.End - rest.Start > 1 || rest.FirstWord is not ("business" or "biz")))
        {
            OfKin = true, Topics = ["plans"],
        },
        new(
            "plan.considering", "be|have been? considering|contemplating",
            rest => IsTelling(rest) && Verbs.IsGerund(rest.FirstWord))
        {
            OfKin = true, Tense = Tense.Future, Topics = ["plans"],
        },
        new(
            "plan.thinking", "be|have been? thinking|looking about|of|into",
            rest => IsTelling(rest) && (Verbs.IsGerund(rest.FirstWord) || rest.Tokens[rest.Start - 1].Lower == "into")
            && rest.FirstWord is not ("using" or "doing" or "getting" or "making" or "being")
                && !rest.Mentions("error", "bug", "issue")) { OfKin = true, Tense = Tense.Future, Topics = ["plans"] },
        new("plan.seeking", "be|have been? looking|searching|hunting for", rest => rest.ObjectHas(Sought))
        {
            OfKin = true, Tense = Tense.Future, Topics = ["plans"],
        },
        new(
            "plan.pursuit", "be|have been?",
            rest => !rest.IsEmpty && rest.FirstWord is "mentoring" or "coaching" or "expanding" or "renovating"
                or "researching" or "blogging" or "remodeling" && IsTelling(rest))
        {
            OfKin = true, Topics = ["plans"],
        },
        new(
            "plan.making", "be|have been? building|creating|designing|developing|restoring|sewing|knitting|painting|making a|an|my",
            rest => IsTelling(rest) && (rest.ObjectHas(Lexicon.Crafts) || rest.ObjectHas(Lexicon.Undertakings)
                || rest.ObjectHas(Projects)))
        {
            OfKin = true, Topics = ["plans"],
        },
        new("plan.ready", "be|have been? getting ready|prepared for", rest => IsTelling(rest) && rest.Head != "work"
            && (rest.HasDate || rest.ObjectHas(Lexicon.Appointments)))
        {
            OfKin = true, Tense = Tense.Future, Topics = ["plans"],
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
        new(
            "goal.wants",
            "want|hope|plan|aim to become|visit|adopt|retire|open|learn|start|run|build|own|create|raise|help|support|get|turn",
            IsGoal)
        {
            Topics = ["goals"],
        },
        new(
            "goal.hoping", "be hoping|aiming|planning to become|visit|adopt|retire|open|learn|build|own|raise|get|turn", IsGoal)
        {
            OfKin = true, Topics = ["goals"],
        },
        new("goal.would-become", "be saving|planning for|to become|adopt|retire|open|learn|start", rest => IsGoal(rest))
        {
            Topics = ["goals"],
        },
    ];

    private static bool IsGoal(Complement rest) => IsTelling(rest) && rest.Tokens[rest.Start - 1].Lower switch
    {
        "learn" => rest.Words.Take(3).Any(token => Lexicon.Languages.Contains(token.Lower)
            || Lexicon.Pastimes.Contains(token.Lower)),
        "visit" => rest.First.IsCapitalised,
        "open" or "start" => rest.ObjectHas(Lexicon.Businesses) || rest.Mentions("family"),
        "run" => rest.Mentions("marathon", "half-marathon", "ultramarathon", "10k", "5k"),
        "become" or "adopt" => rest.FirstWord is "a" or "an",
        "build" or "own" or "create" or "raise" => rest.FirstWord is "a" or "an" or "my" && rest.ObjectHas(Ventures),
        "help" or "support" => Helped.Contains(rest.FirstWord),
        "turn" => rest.FirstWord is "my" && rest.Mentions("into"),
        "get" => rest.FirstWord is "stronger" or "fit" or "fitter" or "healthier"
            || (rest.FirstWord == "into" && !Verbs.IsGerund(rest.Head) && !rest.Mentions("details", "account", "the")),
        _ => true,
    };
}
