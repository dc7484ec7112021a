using AgentMemory.Tenancy;

namespace AgentMemory.Events;

/// <summary>
/// What changed, in order, bounded: the oldest entries go first. Stores write the entry of a change in the change's own
/// transaction; readers poll with the last sequence they saw.
/// </summary>
/// <remarks><b>SQLite</b>: a table with an increasing key, trimmed in the background. <b>Redis</b>: a stream per owner,
/// XADD MAXLEN ~.</remarks>
public interface IEventLog
{
    /// <summary>Appends an entry that belongs to no store change; returns its sequence.</summary>
    Task<long> AppendAsync(MemoryEvent entry, CancellationToken cancellationToken);

    /// <summary>
    /// Entries in scope after <paramref name="after"/>, oldest first. <see cref="EventPage.Complete"/> is false when
    /// entries between were trimmed already.
    /// </summary>
    Task<EventPage> ReadAsync(AccessScope scope, long after, int limit, CancellationToken cancellationToken);

    /// <summary>Drops all but the newest <paramref name="keep"/> entries; returns how many were dropped.</summary>
    Task<int> TrimAsync(int keep, CancellationToken cancellationToken);
}

/// <param name="Sequence">Increasing over all entries; assigned by the log.</param>
/// <param name="Kind">One of <see cref="EventKinds"/>, or an application's own.</param>
/// <param name="SubjectId">The memory concerned, if any.</param>
public sealed record MemoryEvent(
    long Sequence, DateTimeOffset At, string Kind, Owner Owner, string? SessionId, string? SubjectId);

public sealed record EventPage(IReadOnlyList<MemoryEvent> Entries, bool Complete);

public static class EventKinds
{
    public const string SessionPut = "session.put";
    public const string SessionAppended = "session.appended";
    public const string SessionPromoted = "session.promoted";
    public const string SessionDeleted = "session.deleted";
    public const string SessionExpired = "session.expired";
    public const string MemoryCreated = "memory.created";
    public const string MemoryUpdated = "memory.updated";
    public const string MemoryDeleted = "memory.deleted";

    /// <summary>A record went because another has the same content; its id is an alias now.</summary>
    public const string MemoryAbsorbed = "memory.absorbed";

    public const string MemoryEmbedded = "memory.embedded";
}
