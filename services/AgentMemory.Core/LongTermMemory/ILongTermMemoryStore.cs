using AgentMemory.Search;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

using AgentMemory.WorkingMemory;

namespace AgentMemory.LongTermMemory;

/// <summary>
/// Long-term records. Every method sees only <see cref="AccessScope"/>; a write that returns is durable, with its
/// event-log entries and its tasks. An id is unique within one owner, so no caller can overwrite, or learn of, another
/// owner's record by choosing its id. An old id that was merged away stays usable: it is an alias of the survivor (T72).
/// </summary>
/// <remarks>
/// <para><b>SQLite</b>: a row per record, a row per tag, an FTS5 row, a vector row, an alias row, changed together in one
/// transaction. Get and update cost O(1); see <see cref="IMemorySearchIndex"/> for search.</para>
/// <para><b>Redis</b>: one hash per record, which the search index reads; strings for aliases, ordered sets for equal content,
/// the owners of an id, the aliases of a record and its merges. A batch is read in one pipeline and committed by one script
/// (docs/adr/0014); more than 200 records, or much text, are several such batches, the tasks with the last. Each record
/// carries the operation that wrote it, so a repeated batch changes nothing twice.</para>
/// </remarks>
public interface ILongTermMemoryStore
{
    /// <summary>
    /// Writes records in order, each replacing the record with the same id and owner. With
    /// <see cref="UpsertOptions.Deduplicate"/>, a record whose hash another record of its owner has is not written: that
    /// one is touched and an alias is kept. The hash and, on a replacement, <c>persisted_at</c> are the store's.
    /// </summary>
    /// <returns>One result per record, in order.</returns>
    Task<IReadOnlyList<UpsertResult>> UpsertAsync(
        AccessScope scope, IReadOnlyList<MemoryRecord> records, UpsertOptions options, CancellationToken cancellationToken);

    /// <summary>The record an id stands for, aliases followed; <see langword="null"/> when there is none.</summary>
    /// <exception cref="Errors.ConflictException">Several owners in scope have this id, and the look-up names none.</exception>
    ValueTask<MemoryRecord?> FindAsync(AccessScope scope, MemoryLookup lookup, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the record stored under <paramref name="key"/>, which may move it to another owner. Accesses counted since
    /// it was read are kept.
    /// </summary>
    /// <returns>The record with its new version.</returns>
    /// <exception cref="Errors.VersionMismatchException">It is gone or has another version.</exception>
    /// <exception cref="Errors.ConflictException">It moves to an owner that has this id already.</exception>
    Task<MemoryRecord> ReplaceAsync(
        AccessScope scope, MemoryKey key, MemoryRecord record, WriteCondition condition, IReadOnlyList<TaskRequest> tasks,
        CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the records the look-ups stand for, all or none. Aliases of a deleted record go with it.
    /// </summary>
    /// <returns>How many records were removed.</returns>
    /// <exception cref="Errors.ConflictException">An id is ambiguous; nothing was deleted.</exception>
    /// <exception cref="Errors.VersionMismatchException">The condition fails for a record; nothing was deleted.</exception>
    Task<int> DeleteAsync(
        AccessScope scope, IReadOnlyList<MemoryLookup> lookups, WriteCondition condition, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes those of the given records that still have the given version and are not pinned: what a decision taken on
    /// a snapshot may remove. Returns the keys removed.
    /// </summary>
    Task<IReadOnlyList<MemoryKey>> DeleteUnchangedAsync(
        AccessScope scope, IReadOnlyList<MemoryRecord> snapshot, CancellationToken cancellationToken);

    /// <summary>
    /// Every matching record that exists throughout, once, by pages in an order no write changes. Pass the last page's
    /// <see cref="ScanPage.Next"/> to go on.
    /// </summary>
    Task<ScanPage> ScanAsync(
        AccessScope scope, MemoryFilter filter, string? after, int pageSize, CancellationToken cancellationToken);

    /// <summary>Matching records. SQLite: an index count; Redis: FT.SEARCH with LIMIT 0 0.</summary>
    Task<long> CountAsync(AccessScope scope, MemoryFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Groups of records with the same owner and hash, as keys, the one to keep first: pinned before not, then newest
    /// access, then id. At most <paramref name="limit"/> groups; call again after absorbing them.
    /// </summary>
    Task<IReadOnlyList<IReadOnlyList<MemoryKey>>> FindDuplicatesAsync(
        AccessScope scope, MemoryFilter filter, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes <paramref name="absorbed"/> in favour of <paramref name="survivor"/>, all of one owner, and makes their ids
    /// aliases of it. Pinned, missing and no longer identical records are left alone. Idempotent.
    /// </summary>
    /// <returns>How many were removed.</returns>
    Task<int> AbsorbAsync(
        AccessScope scope, MemoryKey survivor, IReadOnlyList<MemoryKey> absorbed, CancellationToken cancellationToken);

    /// <summary>
    /// Applies a merge, whole or not at all: the survivor is written, the consumed records go, their ids become aliases of
    /// it, and all of them stay recoverable (<see cref="UndoMergeAsync"/>). Applying the same merge twice does it once.
    /// </summary>
    /// <returns>False, and nothing changed, when a record of it is gone, pinned (unless it is the survivor and its text
    /// stays), of another version than the one seen, or was separated from another of them by undoing a merge.</returns>
    Task<bool> MergeAsync(AccessScope scope, MemoryMerge merge, CancellationToken cancellationToken);

    /// <summary>
    /// Restores the records of a merge as they were, under their old ids, and keeps them apart from then on: they are not
    /// merged with each other again.
    /// </summary>
    /// <returns>The records, the survivor first; <see langword="null"/> when there is no such merge in scope. Undoing it again
    /// changes nothing.</returns>
    /// <exception cref="Errors.ConflictException">The survivor was edited or merged since; the message says what to do first.</exception>
    Task<IReadOnlyList<MemoryRecord>?> UndoMergeAsync(
        AccessScope scope, string mergeId, IReadOnlyList<TaskRequest> tasks, CancellationToken cancellationToken);

    /// <summary>Merges the record took part in, as survivor or consumed, newest first; undone ones included.</summary>
    Task<IReadOnlyList<MemoryMerge>> ListMergesAsync(
        AccessScope scope, MemoryKey key, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Writes what was extracted from message records, and marks these as extracted, both or neither. Sources that are gone
    /// or changed are passed by, and with them the records that rest on nothing else.
    /// </summary>
    Task<ExtractionOutcome> CommitExtractionAsync(
        AccessScope scope, RecordExtractionCommit commit, CancellationToken cancellationToken);

    /// <summary>
    /// Marks records as consolidated at the version given: looked at by deduplication. A change of the text removes the mark
    /// (<see cref="Search.MemoryFilter.Consolidated"/>).
    /// </summary>
    Task MarkConsolidatedAsync(AccessScope scope, IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken);

    /// <summary>
    /// Counts an access for each record last accessed at least <paramref name="minimumInterval"/> before
    /// <paramref name="now"/>; others and missing ones are left alone. Leaves versions unchanged, so that reading a memory
    /// never breaks a conditional edit. Applying it twice counts once.
    /// </summary>
    Task TouchAsync(
        AccessScope scope, IReadOnlyList<MemoryKey> keys, DateTimeOffset now, TimeSpan minimumInterval,
        CancellationToken cancellationToken);
}

public readonly record struct MemoryKey(Owner Owner, string Id)
{
    /// <summary>Names both parts of the owner that it has; follows aliases as any look-up does.</summary>
    public MemoryLookup AsLookup() => new(Id, Owner.Namespace, Owner.UserId);
}

/// <summary>Which record is meant; namespace and user narrow it when given.</summary>
public readonly record struct MemoryLookup(string Id, string? Namespace = null, string? UserId = null);

public sealed record UpsertOptions
{
    /// <summary>
    /// Identifies the cause of this write, such as a task and its step. A record last written by the same operation is
    /// left as it is, so that repeating the operation has no second effect.
    /// </summary>
    public required string OperationId { get; init; }

    /// <summary>Identifies the cause of each record apart, in place of <see cref="OperationId"/>: then the others that are written with
    /// it may be others when it is repeated.</summary>
    public Func<MemoryRecord, string>? OperationOfEach { get; init; }

    public bool Deduplicate { get; init; } = true;

    /// <summary>
    /// Leaves a record of another session alone instead of replacing it: for ids that are unique in their session only.
    /// </summary>
    public bool KeepOtherSessions { get; init; }

    /// <summary>Committed with the records.</summary>
    public IReadOnlyList<TaskRequest> Tasks { get; init; } = [];

    public string OperationOf(MemoryRecord record) => OperationOfEach?.Invoke(record) ?? OperationId;
}

public enum UpsertOutcome
{
    Created,
    Replaced,

    /// <summary>Not written: another record has this content, and the id is an alias of it.</summary>
    Duplicate,

    /// <summary>Not written: the same operation wrote it before.</summary>
    AlreadyApplied,

    /// <summary>Not written: the id is a record of another session (<see cref="UpsertOptions.KeepOtherSessions"/>).</summary>
    Occupied,
}

/// <param name="Key">Where the content is now: the record itself, or the one it duplicates.</param>
public sealed record UpsertResult(string Id, MemoryKey Key, UpsertOutcome Outcome);

/// <param name="Next">Opaque; <see langword="null"/> after the last page.</param>
public sealed record ScanPage(IReadOnlyList<MemoryRecord> Records, string? Next);
