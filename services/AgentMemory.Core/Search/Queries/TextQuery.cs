namespace AgentMemory.Search;

/// <summary>
/// What to look for in memory texts: any clause makes a match, more clauses rank higher. Made by
/// <see cref="TextQueryParser"/>; stores apply their own stemming to both sides.
/// </summary>
/// <param name="Terms">Single words, lower-case.</param>
/// <param name="Phrases">Words that must follow each other.</param>
public sealed record TextQuery(IReadOnlyList<string> Terms, IReadOnlyList<string> Phrases)
{
    public bool IsEmpty => Terms.Count == 0 && Phrases.Count == 0;

    /// <summary>Whether only texts with the words themselves are asked for, ranked by these alone. Otherwise words of a like meaning
    /// count too, and what is known of a text beside its words (<see cref="RelevanceScoring"/>).</summary>
    public bool IsLiteral { get; init; } = true;

    /// <summary>Whether every match is to be ranked in full, rather than those that match best by their words alone.</summary>
    public bool IsExact { get; init; }

    /// <summary>When what is asked about may have happened.</summary>
    public IReadOnlyList<DateSpan> Dates { get; init; } = [];

    /// <summary>Whether the answer is a time.</summary>
    public bool AsksWhen { get; init; }

    /// <summary>Whether each hit is to tell how its score came about.</summary>
    public bool Explains { get; init; }
}
