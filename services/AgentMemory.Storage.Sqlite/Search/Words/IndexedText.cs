using AgentMemory.Search.Analysis;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>What is kept of a text beside its terms.</summary>
/// <param name="Context">Terms of what was said where it was extracted from; none of a message, which has messages around it.</param>
/// <param name="Session">Of a message that belongs to one.</param>
/// <param name="CreatedAt">In microseconds; with the row, the order in the session.</param>
/// <param name="Day">See <see cref="AgentMemory.Search.RankedText.Day"/>.</param>
internal readonly record struct IndexedText(
    long Row, TermList Terms, TermList Context, SessionOrder? Session, long CreatedAt, DateOnly Day, TextTraits Traits)
{
    /// <summary>Where it was put in its session. It is still there unless others came or went before it.</summary>
    public int PlaceInSession { get; init; }

    /// <summary>In terms.</summary>
    public int Length => Terms.Length;

    /// <summary>Whether the text was changed or deleted; its number is not used again until the owner's texts are numbered anew.</summary>
    public bool IsGone { get; init; }
}
