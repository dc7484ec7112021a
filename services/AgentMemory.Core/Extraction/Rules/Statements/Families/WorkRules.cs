namespace AgentMemory.Extraction.Rules.Statements.Families;

/// <summary>Jobs, employers, businesses and studies.</summary>
internal static class WorkRules
{
    private static readonly HashSet<string> Degrees = new(StringComparer.Ordinal)
    {
        "degree", "phd", "masters", "master's", "bachelor's", "bachelors", "mba", "diploma", "doctorate", "certification",
    };

    public static readonly Rule[] All =
    [
        new("work.works-as", "work as", rest => !rest.IsEmpty && rest.FirstWord is "a" or "an" or "the" or "head" or "team")
        {
            OfKin = true, Slot = "job", Topics = ["work"],
        },
        new("work.working-as", "be working as", rest => rest.FirstWord is "a" or "an" or "the")
        {
            OfKin = true, Slot = "job", Topics = ["work"],
        },
        new("work.works-at", "work at|for", IsEmployer) { OfKin = true, Slot = "employer", Topics = ["work"] },
        new("work.working-at", "be working at|for", IsEmployer) { OfKin = true, Slot = "employer", Topics = ["work"] },
        new("work.has-worked", "have worked|been working? at|for|as", IsEmployer) { OfKin = true, Topics = ["work"] },
        new("work.worked", "worked at|for|as", IsEmployer) { OfKin = true, Tense = Tense.Past, Topics = ["work"] },
        new("work.used-to-work", "used to work|be", rest => rest.FirstWord is "as" or "at" or "for" or "in" || IsProfession(rest))
        {
            OfKin = true, Topics = ["work"],
        },
        new(
            "work.works-in", "work in",
            rest => Places.IsPlace(rest) && !rest.Mentions("progress", "pairs", "batches", "teams", "silence", "general"))
        {
            OfKin = true, Topics = ["work"],
        },
        new("work.works-from-home", "work <often>? from|remotely|nights|part-time|full-time|freelance", rest =>
            rest.FirstWord == "home" || rest.Tokens[rest.Start - 1].Lower != "from") { OfKin = true, Topics = ["work"] },
        new("work.profession", "be", IsProfession) { OfKin = true, Slot = "job", Topics = ["work"] },
        new("work.was-profession", "was", IsProfession) { OfKin = true, Tense = Tense.Past, Topics = ["work"] },
        new(
            "work.experience", "have",
            rest => rest.Head is "experience" or "years" && rest.Mentions("experience") && rest.Mentions("years", "year"))
        {
            OfKin = true, Topics = ["work"],
        },
        new("work.have-been-profession", "have been", IsProfession) { OfKin = true, Slot = "job", Topics = ["work"] },
        new("work.retired", "be|have retired", rest => true) { OfKin = true, Slot = "job", Topics = ["work"] },
        new("work.unemployed", "be unemployed|self-employed|freelancing", rest => true)
        {
            OfKin = true, Slot = "job", Topics = ["work"],
        },
        new("work.job-is", "be", rest => IsProfession(rest) || Verbs.IsGerund(rest.FirstWord))
        {
            OfAttributes = ["job", "profession"], Slot = "job", Topics = ["work"],
        },
        new("work.got-job", "got|landed|accepted|found|took|started|start", HasJob)
        {
            OfKin = true, Tense = Tense.Past, Topics = ["work"],
        },
        new("work.have-job", "have got?", rest => HasJob(rest) && rest.Mentions("at", "as", "with", "in"))
        {
            OfKin = true, Topics = ["work"],
        },
        new("work.starting-job", "be starting|beginning", HasJob) { OfKin = true, Tense = Tense.Future, Topics = ["work"] },
        new("work.lost-job", "lost|quit|left", HasJob) { OfKin = true, Tense = Tense.Past, Topics = ["work"] },
        new("work.have-lost-job", "have lost|quit|left", HasJob) { OfKin = true, Tense = Tense.Past, Topics = ["work"] },
        new(
            "work.turned", "was|got laid|fired|promoted|hired|let",
            rest => rest.FirstWord is "" or "off" or "go" or "to" or "as" or "by" or "from" or "at" || rest.HasDate)
        {
            OfKin = true, Tense = Tense.Past, Topics = ["work"],
        },
        new("work.promotion", "got|received a|the promotion|raise", rest => true)
        {
            OfKin = true, Tense = Tense.Past, Topics = ["work"],
        },
        new("work.runs", "run|own|manage|co-own", HasBusiness) { OfKin = true, Topics = ["work", "business"] },
        new("work.opened", "opened|founded|started|launched|bought", HasBusiness)
        {
            OfKin = true, Tense = Tense.Past, Topics = ["work", "business"],
        },
        new("work.opening", "be opening|founding|starting|launching", HasBusiness)
        {
            OfKin = true, Tense = Tense.Future, Topics = ["work", "business"],
        },
        new("work.teaches", "teach|coach", rest => !rest.IsEmpty && rest.FirstWord is not ("me" or "us" or "to" or "how"))
        {
            OfKin = true, Topics = ["work", "education"],
        },
        new("work.teaching", "be|have been? teaching|coaching|mentoring|tutoring a|an|my|two|three", rest => !rest.IsEmpty)
        {
            OfKin = true, Topics = ["work", "education"],
        },
        new("work.volunteers", "volunteer at|for|with|in", rest => !rest.IsEmpty) { OfKin = true, Topics = ["community"] },
        new("work.volunteering", "be|have been? busy? volunteering at|for|with|in|as", rest => !rest.IsEmpty)
        {
            OfKin = true, Topics = ["community"],
        },
        new("study.studies", "study|major|majored in?", IsSubject) { OfKin = true, Topics = ["education"] },
        new("study.studying", "be studying|majoring in? for?", IsSubject) { OfKin = true, Topics = ["education"] },
        new("study.studies-at", "study|studying at", rest => rest.First.IsCapitalised) { OfKin = true, Topics = ["education"] },
        new("study.studying-at", "be studying at", rest => rest.First.IsCapitalised) { OfKin = true, Topics = ["education"] },
        new("study.has-studied", "have been studying", IsSubject) { OfKin = true, Topics = ["education"] },
        new("study.studied", "studied", rest => IsSubject(rest) && rest.Mentions("at", "in"))
        {
            OfKin = true, Tense = Tense.Past, Topics = ["education"],
        },
        new("study.attends", "go|attend to?", rest => rest.Mentions("university", "college", "uni"))
        {
            OfKin = true, Topics = ["education"],
        },
        new("study.graduated", "graduated|graduate from|with|in?", rest => true)
        {
            OfKin = true, Tense = Tense.Past, Topics = ["education"],
        },
        new("study.degree", "have|got|earned|finished|completed", rest => rest.ObjectHas(Degrees))
        {
            OfKin = true, Tense = Tense.Past, Topics = ["education"],
        },
        new("study.enrolled", "enrolled|enroled in|at", rest => !rest.IsEmpty)
        {
            OfKin = true, Tense = Tense.Past, Topics = ["education"],
        },
        new("study.major", "be", rest => !rest.IsEmpty && rest.Object.Count <= 3)
        {
            OfAttributes = ["major"], Topics = ["education"],
        },
    ];

    private static bool IsEmployer(Complement rest) =>
        !rest.IsEmpty && !rest.First.IsNumber && Calendar.Count(rest.FirstWord is "a" or "an" ? "" : rest.FirstWord) is null
        && rest.FirstWord is not ("home" or "night" or "nights" or "least" or "hours" or "now" or "free" or "me" or "us"
            or "years" or "days" or "months"
            or "most" or "once" or "times" or "best" or "ages" or "long" or "peanuts" or "first" or "weeks" or "several")
        && rest.Head is not ("while" or "time" or "moment" or "desk" or "long" or "few" or "day" or "pace" or "project"
            or "idea");

    /// <summary>"A nurse", "a freelance illustrator", "the head chef": the last word of the phrase is a profession.</summary>
    private static bool IsProfession(Complement rest) =>
        rest.Object.Count is >= 2 and <= 6 && rest.FirstWord is "a" or "an" or "the" or "head" or "also"
        && (Lexicon.Professions.Contains(rest.Head) || (rest.Head.Length > 6
            && rest.Head.EndsWith("ologist", StringComparison.Ordinal)))
        && !rest.Mentions("bad", "terrible", "great", "good", "lousy", "better", "natural", "slow", "fast", "horrible",
            "decent", "awful", "heart");

    private static bool HasJob(Complement rest) =>
        rest.ObjectHas(Lexicon.Jobs) && rest.FirstWord is "a" or "an" or "my" or "the" or "new" or "another" or "our" or "work"
        && !rest.Mentions("great", "good", "interview", "done");

    private static bool HasBusiness(Complement rest) =>
        Lexicon.Businesses.Contains(rest.Head) && rest.FirstWord is "a" or "an" or "my" or "our" or "the" or "own"
            && !rest.Mentions("file", "script");

    private static bool IsSubject(Complement rest) =>
        !rest.IsEmpty && rest.Object.Count <= 4 && !rest.First.IsNumber
        && rest.FirstWord is not ("my" or "the" or "a" or "hard" or "harder" or "all" or "every" or "at" or "late"
            or "more" or "better" or "for"
            or "with" or "in" or "on" or "alone" or "best" or "together" or "from" or "abroad" or "to");
}
