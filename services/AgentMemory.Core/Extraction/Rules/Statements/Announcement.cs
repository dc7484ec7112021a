namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>Words before a statement that only say that it comes: "I'm so happy to tell you I ...", "That's why I ...",
/// "Rough week, my ...".</summary>
internal static class Announcement
{
    /// <summary>Tokens among which an announcement begins.</summary>
    private const int MostBefore = 6;

    private static readonly Pattern[] Patterns =
    [
        new("i be excited|happy|thrilled|glad|proud to tell|share|announce|say with? you? that?"),
        new("i? want|wanted to tell|let you know? that?"),
        new("as for me|us"),
        new("now that"),
        new("after"),
        new("since we|i last? spoke|talked|chatted|met last?"),
        new("you know that?"),
        new("that|this be why"),
        new("that|this|it? reminds me of? why|how much?"),
    ];

    public static IReadOnlyList<Token> Dropped(IReadOnlyList<Token> clause)
    {
        for (var start = 0; start < clause.Count && start < MostBefore; start++)
        {
            foreach (var pattern in Patterns)
            {
                if (pattern.Match(clause, start) is var end and > 0 && BeginsStatement(clause, end))
                    return [.. clause.Skip(end)];
            }

            if (IsHeadline(clause, start))
                return [.. clause.Skip(start + 1)];
            if (start + 1 < clause.Count && !Clause.IsLead(clause, start) && !IsHeadlineWord(clause, start))
                break;
        }

        return clause;
    }

    private static bool BeginsStatement(IReadOnlyList<Token> clause, int index) =>
        index < clause.Count && clause[index].Lower is "i" or "we" or "my" or "our";

    /// <summary>"Rough week, I ...", but not "last week, I ...".</summary>
    private static bool IsHeadline(IReadOnlyList<Token> clause, int index) =>
        index + 1 < clause.Count && clause[index].Lower is "week" or "day" or "month" or "year" or "weekend"
        && clause[index + 1].HasComma && BeginsStatement(clause, index + 1)
        && index > 0 && IsHeadlineWord(clause, index - 1);

    private static bool IsHeadlineWord(IReadOnlyList<Token> clause, int index) =>
        clause[index].Lower is "rough" or "crazy" or "busy" or "wild" or "big" or "hard" or "tough" or "great" or "long"
            or "what" or "a" && !clause[index + 1].HasComma;
}
