using AgentMemory.Tenancy;

namespace AgentMemory.WorkingMemory;

/// <summary>Working memory as callers use it: scope, context window and promotion on top of <see cref="IWorkingMemoryStore"/>.</summary>
public sealed class WorkingMemoryService
{
    /// <exception cref="Errors.NotFoundException">No such session in scope, or several.</exception>
    public ValueTask<SessionReading> GetAsync(
        AccessScope scope, SessionLookup lookup, ContextWindow window, int? recentMessagesLimit, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public Task<SessionReading> PutAsync(
        AccessScope scope, SessionReplacement replacement, ContextWindow window, WriteCondition condition,
        CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<AppendResult> AppendAsync(
        AccessScope scope, SessionAppend append, WriteCondition condition, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public Task<bool> DeleteAsync(
        AccessScope scope, SessionLookup lookup, WriteCondition condition, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public Task<SessionPage> ListAsync(AccessScope scope, SessionListing listing, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}

/// <summary>A session as one caller gets it.</summary>
/// <param name="Session">As stored; the same instance until it changes.</param>
/// <param name="Messages">The messages this caller gets: all of <see cref="Session"/>'s (the same list), or its newest.</param>
public sealed record SessionReading(Session Session, IReadOnlyList<MemoryMessage> Messages, ContextUsage Usage)
{
    /// <summary>Whether this is the stored session as it is, so that its rendering may be reused.</summary>
    public bool IsWhole => ReferenceEquals(Messages, Session.Messages) && Usage == default;
}
