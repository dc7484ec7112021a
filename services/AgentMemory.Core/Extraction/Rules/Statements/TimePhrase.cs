namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>Words that tell a time, and what they mean on the day they were said.</summary>
/// <param name="Start">Index of the first token.</param>
/// <param name="Length">Tokens.</param>
/// <param name="Text">The same time in absolute words, with its preposition; empty when it says no more than "now".</param>
/// <param name="Date">The day, or the first day of the week, month, season or year; <see langword="null"/> for a
/// duration.</param>
internal sealed record TimePhrase(int Start, int Length, string Text, DateOnly? Date)
{
    public int End => Start + Length;

    /// <summary>The last day of a week, month, season or year; <see langword="null"/> for a day.</summary>
    public DateOnly? LastDay { get; init; }
}

internal enum Tense { Present, Past, Future }
