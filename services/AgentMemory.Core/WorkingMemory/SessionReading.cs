namespace AgentMemory.WorkingMemory;

/// <summary>A session as one caller gets it.</summary>
/// <param name="Session">As stored; the same instance until it changes.</param>
/// <param name="Messages">The messages this caller gets: all of <see cref="Session"/>'s (the same list), or its newest.</param>
public sealed record SessionReading(Session Session, IReadOnlyList<MemoryMessage> Messages, ContextUsage Usage)
{
    /// <summary>Whether this is the stored session as it is, so that its rendering may be reused.</summary>
    public bool IsWhole => ReferenceEquals(Messages, Session.Messages) && Usage == default;
}
