using System.Text.Json;
using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Events;

/// <summary>
/// What changed, in order, bounded: the oldest entries go first. Stores write the entry of a change in the change's own
/// transaction; readers poll with the last sequence they saw.
/// </summary>
/// <remarks><b>SQLite</b>: a table with an increasing key, trimmed in the background. <b>Redis</b>: one
/// stream whose ids are the sequence, and an ordered set that finds the entries of a session or a memory.</remarks>
public interface IEventLog
{
    /// <summary>Appends an entry that belongs to no store change; returns its sequence.</summary>
    Task<long> AppendAsync(MemoryEvent entry, CancellationToken cancellationToken);

    /// <summary>
    /// Entries in scope after <paramref name="after"/> that the filter admits, oldest first. <see cref="EventPage.Complete"/>
    /// is false when entries between were trimmed already.
    /// </summary>
    Task<EventPage> ReadAsync(
        AccessScope scope, EventFilter filter, long after, int limit, CancellationToken cancellationToken);

    /// <summary>The sequence of the newest entry ever written, whosever it is and trimmed or not; 0 before the first.</summary>
    Task<long> NewestAsync(CancellationToken cancellationToken);

    /// <summary>Completes when an entry may have been added, by any process, and at the latest after <paramref name="atMost"/>.</summary>
    Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken);

    /// <summary>
    /// Drops all but the newest <paramref name="keep"/> entries, and of each session all but its newest
    /// <paramref name="keepPerSession"/>; returns how many were dropped. A session's newest entries may exceed the number until
    /// every process has seen them, at most five minutes.
    /// </summary>
    Task<int> TrimAsync(int keep, int keepPerSession, CancellationToken cancellationToken);
}

/// <param name="Sequence">Increasing over all entries; assigned by the log.</param>
/// <param name="Kind">One of <see cref="EventKinds"/>, or an application's own.</param>
/// <param name="SubjectId">The memory concerned, if any.</param>
/// <param name="Detail">A small JSON object: ids, counts, names of strategies and models. No text of messages or memories.</param>
public sealed record MemoryEvent(
    long Sequence, DateTimeOffset At, string Kind, Owner Owner, string? SessionId, string? SubjectId, JsonElement? Detail = null);

/// <summary>Which entries: those of one session or of one memory, or with neither all.</summary>
public sealed record EventFilter
{
    public static EventFilter All { get; } = new();

    public SessionKey? Session { get; init; }

    public MemoryKey? Memory { get; init; }
}

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

    /// <summary>Several records became this one; detail <c>merge_id</c>, <c>merged_from</c>, <c>reason</c>.</summary>
    public const string MemoryMerged = "memory.merged";

    /// <summary>A merge was undone: of the survivor and of each original; detail <c>merge_id</c>.</summary>
    public const string MemoryUnmerged = "memory.unmerged";

    /// <summary>A policy removed the record.</summary>
    public const string MemoryForgotten = "memory.forgotten";

    /// <summary>Messages were extracted; detail <c>strategy</c>, <c>model</c>, <c>messages</c>, <c>memories</c>,
    /// <c>refused</c>.</summary>
    public const string ExtractionCompleted = "extraction.completed";

    /// <summary>Extraction waits; detail <c>reason</c>, <c>until</c>.</summary>
    public const string ExtractionPaused = "extraction.paused";

    /// <summary>Messages left the session for its summary; detail <c>model</c>, <c>messages</c>.</summary>
    public const string SessionSummarized = "session.summarized";

    /// <summary>Detail <c>task_id</c>, <c>kind</c>, <c>attempt</c>, <c>reason</c>, <c>final</c>.</summary>
    public const string TaskFailed = "task.failed";
}
