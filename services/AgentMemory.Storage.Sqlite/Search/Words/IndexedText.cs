using AgentMemory.Search.Analysis;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>What is kept of a text beside its terms.</summary>
/// <param name="Start">Where its terms begin in <see cref="TermLists"/>.</param>
/// <param name="Terms">How many different ones it has.</param>
/// <param name="Length">How many it has.</param>
/// <param name="Session">Of a message that belongs to one.</param>
/// <param name="CreatedAt">In microseconds; with the row, the order in the session.</param>
/// <param name="Day">See <see cref="AgentMemory.Search.RankedText.Day"/>.</param>
internal readonly record struct IndexedText(
    long Row, int Start, int Terms, int Length, SessionOrder? Session, long CreatedAt, DateOnly Day, TextTraits Traits)
{
    /// <summary>Where it was put in its session. It is still there unless others came or went before it.</summary>
    public int PlaceInSession { get; init; }

    /// <summary>Whether the text was changed or deleted; its number is not used again until the owner's texts are numbered anew.</summary>
    public bool IsGone { get; init; }
}
