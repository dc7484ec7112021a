using System.Text.Json;
using AgentMemory.LongTermMemory;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.WorkingMemory;

/// <summary>
/// Sessions. Every method is atomic, sees only <see cref="AccessScope"/>, and treats an expired session as absent. A write
/// that returns is durable; its event-log entry and its tasks are committed with it.
/// </summary>
/// <remarks>
/// <para><b>SQLite</b>: a session row, one row per message, keyed by integers; all in one transaction of the single
/// writer, which groups concurrent writes into one commit. Append costs O(new messages), replace O(messages), a cached
/// read O(1).</para>
/// <para><b>Redis</b>: a hash for the document, a list of messages, a hash from message id to digest. Each write is decided on
/// what was read and committed by one script that checks that it still holds (docs/adr/0014), event and tasks with it. Append
/// costs O(new messages) and two round trips, a read one, in which an unchanged session is not sent again. Listing and
/// look-up by id alone use ordered sets by creation.</para>
/// </remarks>
public interface IWorkingMemoryStore
{
    /// <summary>
    /// The session, or <see langword="null"/>. The exact owner first; failing that, the one session in scope with this id
    /// that agrees with whichever of namespace and user was given. Several such sessions are none: never guess (spec 10.1).
    /// </summary>
    ValueTask<Session?> FindAsync(AccessScope scope, SessionLookup lookup, CancellationToken cancellationToken);

    /// <summary>
    /// Sessions newest first, by when the store first saw them: an order no later write changes, so that paging neither
    /// skips nor repeats sessions that exist throughout.
    /// </summary>
    ValueTask<SessionPage> ListAsync(AccessScope scope, SessionListing listing, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the whole session. Flags the server owns are carried over from the stored session, and from messages that
    /// were in it once (<see cref="ServerOwnedFlags"/>), its creation time is kept unless given, its TTL restarts.
    /// </summary>
    /// <exception cref="Errors.VersionMismatchException">The condition does not hold; nothing was written.</exception>
    ValueTask<Session> PutAsync(
        AccessScope scope, SessionReplacement replacement, WriteCondition condition, IReadOnlyList<TaskRequest> tasks,
        CancellationToken cancellationToken);

    /// <summary>
    /// Adds messages at the end, creating the session when absent. A message whose id is already there with the same role
    /// and content is left as it is, so that a retry adds nothing twice.
    /// </summary>
    /// <exception cref="Errors.ConflictException">A message id is there with other content; nothing was written.</exception>
    /// <exception cref="Errors.VersionMismatchException">The condition does not hold; nothing was written.</exception>
    ValueTask<AppendResult> AppendAsync(
        AccessScope scope, SessionAppend append, WriteCondition condition, IReadOnlyList<TaskRequest> tasks,
        CancellationToken cancellationToken);

    /// <summary>Deletes the session that <see cref="FindAsync"/> would find, with its queued tasks. False when there is none.</summary>
    /// <exception cref="Errors.ConflictException">Several sessions match; nothing was deleted.</exception>
    ValueTask<bool> DeleteAsync(
        AccessScope scope, SessionLookup lookup, WriteCondition condition, CancellationToken cancellationToken);

    /// <summary>
    /// Records what was promoted against whatever the session holds now: an item is stamped when it has the same id and
    /// still the content that was promoted (<see cref="ServerOwnedFlags.IsSameContent(MemoryMessage, MemoryMessage)"/>).
    /// Nothing else changes, not even the version (clients do not own these flags, so their conditional writes still hold);
    /// a deleted session is not recreated, the TTL does not restart.
    /// </summary>
    ValueTask StampPromotedAsync(AccessScope scope, SessionKey key, PromotionStamp stamp, CancellationToken cancellationToken);

    /// <summary>
    /// What extraction has not seen yet: messages that left the session before it (for the summary, or because the session
    /// expired), then those in it. <see langword="null"/> when there is neither a live session nor such a message.
    /// </summary>
    ValueTask<ExtractionBacklog?> FindUnextractedAsync(AccessScope scope, SessionKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Writes what was extracted and marks its messages as seen, both or neither. Messages that were changed or removed
    /// meanwhile are passed by, and with them the records that rest on nothing else. Nothing of a deleted session is written.
    /// The version and the TTL of the session stay.
    /// </summary>
    ValueTask<ExtractionOutcome> CommitExtractionAsync(
        AccessScope scope, SessionKey key, ExtractionCommit commit, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the summarised messages out of the session and sets its summary, both or neither. Messages extraction has not
    /// seen are kept aside for it (T23); those it has seen are remembered by id and content, so that a client that sends them
    /// again does not have them extracted again (T67). The TTL stays.
    /// </summary>
    /// <returns>The session as it is then; <see langword="null"/>, and nothing changed, when its summary or one of these
    /// messages is not any more what was summarised.</returns>
    ValueTask<Session?> CommitSummaryAsync(
        AccessScope scope, SessionKey key, SummaryCommit commit, CancellationToken cancellationToken);

    /// <summary>Removes up to <paramref name="limit"/> expired sessions; returns how many. Reads never depend on it. What
    /// extraction has not seen is kept as long as a task of the session is queued, leased or dead, and no longer.</summary>
    ValueTask<int> PurgeExpiredAsync(int limit, CancellationToken cancellationToken);
}

/// <summary>Which session is meant; namespace and user are optional hints.</summary>
public readonly record struct SessionLookup(string SessionId, string? Namespace, string? UserId)
{
    public SessionKey ExactKey => new(new Owner(Namespace, UserId), SessionId);
}

/// <param name="Limit">1 to 100.</param>
public readonly record struct SessionListing(string? Namespace, string? UserId, int Limit, int Offset);

/// <param name="Sessions">Keys of one page.</param>
/// <param name="Total">Matching sessions before paging.</param>
public sealed record SessionPage(IReadOnlyList<SessionKey> Sessions, long Total);

/// <summary>The caller's new content of a session. Server-owned flags in it are ignored.</summary>
public sealed record SessionReplacement
{
    public required SessionKey Key { get; init; }
    public IReadOnlyList<MemoryMessage> Messages { get; init; } = [];
    public IReadOnlyList<MemoryRecord> Memories { get; init; } = [];
    public JsonElement Data { get; init; } = Json.EmptyObject;
    public string? Context { get; init; }
    public int Tokens { get; init; }
    public MemoryStrategy Strategy { get; init; } = MemoryStrategy.Default;

    /// <summary>Absent on the wire keeps the stored TTL; an explicit <see langword="null"/> makes the session persistent.</summary>
    public TtlChange Ttl { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? LastAccessed { get; init; }
}

/// <summary>What a write does to a session's TTL. The default keeps it (none for a new session).</summary>
public readonly record struct TtlChange
{
    public static TtlChange Keep => default;

    public static TtlChange To(int? seconds) => new() { IsChange = true, Seconds = seconds };

    public bool IsChange { get; private init; }

    public int? Seconds { get; private init; }

    public int? Apply(int? stored) => IsChange ? Seconds : stored;
}

public sealed record SessionAppend
{
    public required SessionKey Key { get; init; }

    /// <summary>At least one; ids distinct.</summary>
    public required IReadOnlyList<MemoryMessage> Messages { get; init; }

    public TtlChange Ttl { get; init; }

    /// <summary>Sets the strategy when given; a new session without one gets the default.</summary>
    public MemoryStrategy? Strategy { get; init; }
}

/// <param name="Version">The session's version after the append.</param>
/// <param name="MessageCount">Messages in the session after the append.</param>
/// <param name="Appended">How many of the sent messages were new.</param>
public sealed record AppendResult(long Version, int MessageCount, int Appended);

/// <summary>Items as they were when they were promoted. One that was replaced since keeps waiting: stamping it by id alone
/// would pass its new content off as promoted.</summary>
/// <param name="Memories">Structured memories that are in long-term memory now.</param>
/// <param name="Messages">Messages that are in long-term memory now.</param>
public sealed record PromotionStamp(
    IReadOnlyList<MemoryRecord> Memories, IReadOnlyList<MemoryMessage> Messages, DateTimeOffset At);

/// <summary>What extraction has not seen yet of one session.</summary>
/// <param name="Session">The live session, if there is one.</param>
/// <param name="Strategy">The session's, or the one it had when its last message left it.</param>
/// <param name="Departed">Messages that left the session, oldest first.</param>
public sealed record ExtractionBacklog(Session? Session, MemoryStrategy Strategy, IReadOnlyList<MemoryMessage> Departed);

public sealed record ExtractionCommit
{
    /// <summary>Names this extraction; the operation of the records it writes (<see cref="UpsertOptions.OperationId"/>).</summary>
    public required string OperationId { get; init; }

    /// <summary>The messages that were looked at, as they were then.</summary>
    public required IReadOnlyList<MemoryMessage> Messages { get; init; }

    /// <summary>All of the session's owner. <see cref="MemoryRecord.ExtractedFrom"/> names their messages
    /// (<see cref="Extraction.SourceIds"/>). Written as by an upsert with deduplication.</summary>
    public IReadOnlyList<MemoryRecord> Records { get; init; } = [];

    /// <summary>The event's detail.</summary>
    public JsonElement Detail { get; init; } = Json.EmptyObject;

    /// <summary>Queued with the commit when it writes anything.</summary>
    public IReadOnlyList<TaskRequest> Tasks { get; init; } = [];
}

public enum ExtractionOutcome
{
    Committed,

    /// <summary>Another worker has extracted one of the messages meanwhile; nothing was written.</summary>
    Superseded,

    /// <summary>The session was deleted; nothing was written.</summary>
    Deleted,
}

public sealed record SummaryCommit
{
    /// <summary>The messages the new summary speaks of, as they were then.</summary>
    public required IReadOnlyList<MemoryMessage> Messages { get; init; }

    /// <summary>The summary the new one was built on.</summary>
    public required string? PreviousContext { get; init; }

    public required string? Context { get; init; }

    /// <summary>Added to the session's count.</summary>
    public int Tokens { get; init; }

    /// <summary>Whether messages extraction has not seen are kept aside for it; not where nothing is extracted.</summary>
    public bool KeepUnextracted { get; init; } = true;

    /// <summary>The event's detail.</summary>
    public JsonElement Detail { get; init; } = Json.EmptyObject;
}
