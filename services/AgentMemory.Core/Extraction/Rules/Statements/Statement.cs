namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>A clause that a rule accepts, with the part of it that can be understood alone.</summary>
/// <param name="End">Index after the last token that is kept.</param>
/// <param name="Times">Those within what is kept.</param>
/// <param name="Start">Index of the first token after the words of the rule's pattern.</param>
internal sealed record Statement(Clause Clause, Rule Rule, int Start, int End, IReadOnlyList<TimePhrase> Times)
{
    public DateOnly? EventDate => Rule.IsYearly ? null : Times.FirstOrDefault(time => time.Date is not null)?.Date;

    /// <summary>What the first rule that accepts the clause makes of it.</summary>
    public static Statement? Of(Clause clause, DateOnly today)
    {
        foreach (var rule in Families.RuleBook.All)
        {
            if (rule.IsAbout(clause.Subject) && Apply(rule, clause, today) is { } statement)
                return statement;
        }

        return null;
    }

    /// <summary>Before its subject stand a time, a place or how often; not the thing that the clause tells something else
    /// of.</summary>
    private static bool IsPlaced(Clause clause, IReadOnlyList<TimePhrase> times) =>
        clause.Adverbial == clause.Subject.Start || times.Any(time => time.Start == clause.Adverbial)
        || clause.Tokens[clause.Adverbial].Lower is "in" or "on" or "at" or "during" or "after" or "before" or "for"
            or "as" or "since" or "over" or "around"
            or "while" or "every" or "usually" or "normally" or "sometimes" or "just";

    private static Statement? Apply(Rule rule, Clause clause, DateOnly today)
    {
        var tokens = clause.Tokens;
        var start = rule.Pattern.Match(tokens, clause.Verb);
        if (start < 0)
            return null;
        var times = TimePhrases.Find(tokens, today, rule.Tense, rule.IsYearly, out var isResolved);
        if (!isResolved || !IsPlaced(clause, times))
            return null;
        var end = Reach.Of(tokens, start, times, clause.Subject);
        if (end < 0)
            return null;
        times = [.. times.Where(time => time.End <= end && (time.End <= clause.Subject.Start || time.Start >= clause.Verb))];
        var rest = new Complement(tokens, start, end, clause.Subject, times);
        return (!rule.NeedsDate || rest.HasDate) && rule.Accepts(rest) ? new Statement(clause, rule, start, end, times) : null;
    }
}
