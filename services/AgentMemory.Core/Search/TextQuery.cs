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
}
