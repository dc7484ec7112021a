using AgentMemory.Search.Analysis;

namespace AgentMemory.Search;

/// <summary>A text that a query may be about, as ranking sees it.</summary>
/// <param name="Length">In terms.</param>
/// <param name="Day">Of the event it tells of, or else of its creation, in UTC.</param>
/// <param name="Context">Of a message, where the messages around it are among the texts that are ranked with it.</param>
public readonly record struct RankedText(int Length, TextTraits Traits, DateOnly Day, TextContext Context);

/// <summary>Places of a message's neighbours in its session among the texts ranked; -1 where there is none, or none that the search may
/// see.</summary>
public readonly record struct TextContext(int SecondBefore, int Before, int After, int SecondAfter)
{
    public static TextContext None { get; } = new(-1, -1, -1, -1);
}
