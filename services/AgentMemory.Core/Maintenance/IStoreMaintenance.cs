using AgentMemory.LongTermMemory;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Maintenance;

/// <summary>
/// Work over all that is stored, of all owners, for the operator who keeps it. Each step is one transaction of bounded size,
/// durable when it returns; servers work on meanwhile. How far a <see cref="MaintenanceRun"/> came is kept in the store: one
/// that was interrupted goes on where it stopped, and two at once share the work.
/// </summary>
/// <remarks><b>SQLite</b>: a row of progress per kind of work; records are walked in the order they were first written.
/// <b>Redis</b>: a hash of progress per kind of work, the same order; the search index is created anew beside the old one, while
/// what is mended of a record on the way is found at once.</remarks>
public interface IStoreMaintenance
{
    /// <summary>Starts work of a kind, or joins what was started and not finished.</summary>
    Task<MaintenanceRun> BeginAsync(MaintenanceKind kind, CancellationToken cancellationToken);

    /// <summary>
    /// Builds what phrases and tags are found by anew from the records, and drops vectors that cannot be their record's.
    /// Searches find what they found until the last step, and from then on what the records say.
    /// </summary>
    /// <param name="records">How many to take, at least 1.</param>
    Task<RebuildStep> RebuildIndexAsync(MaintenanceRun run, int records, CancellationToken cancellationToken);

    /// <summary>Brings records to what this version expects of them (<see cref="MigrationCounts"/>); one that is as expected
    /// is not written. What extraction has seen stays as it is (T44).</summary>
    /// <param name="records">How many to take, at least 1.</param>
    Task<MigrationStep> MigrateRecordsAsync(MaintenanceRun run, int records, CancellationToken cancellationToken);

    /// <summary>What a migration would do to the records after <paramref name="after"/>; changes nothing.</summary>
    Task<MigrationPreview> PreviewMigrationAsync(string? after, int records, CancellationToken cancellationToken);

    /// <summary>Reads sessions with their messages, expired ones included; changes nothing.</summary>
    Task<SessionCheck> CheckSessionsAsync(string? after, int sessions, CancellationToken cancellationToken);

    /// <summary>Removes up to <paramref name="limit"/> records that cannot be read, or have no id: nothing else can. Given a
    /// namespace or user, only theirs; an empty one is none.</summary>
    /// <returns>How many were removed; fewer than the limit when no more are left.</returns>
    Task<int> DeleteUnreadableAsync(string? @namespace, string? userId, int limit, CancellationToken cancellationToken);

    /// <summary>Every record that an id stands for, aliases followed, of whichever owner.</summary>
    Task<IReadOnlyList<MemoryKey>> FindMemoriesAsync(string id, CancellationToken cancellationToken);

    /// <summary>Every session of an id that has not expired, of whichever owner, with the number of its messages.</summary>
    Task<IReadOnlyList<(SessionKey Key, int Messages)>> FindSessionsAsync(string id, CancellationToken cancellationToken);

    /// <summary>Records without a vector of the model.</summary>
    Task<long> CountWithoutVectorAsync(string model, CancellationToken cancellationToken);
}

public enum MaintenanceKind
{
    RebuildIndex,
    MigrateRecords,
}

/// <param name="Id">Of this run: once it is finished, by whomever, its steps do nothing.</param>
/// <param name="Done">Records dealt with when it was begun or joined; above 0 it goes on with what was interrupted.</param>
/// <param name="Total">Records there were when it was begun or joined.</param>
public sealed record MaintenanceRun(MaintenanceKind Kind, string Id, long Done, long Total);

/// <param name="Done">Records of the run dealt with so far.</param>
/// <param name="IsFinished">There is nothing left to do.</param>
/// <param name="DroppedVectors">In this step.</param>
public sealed record RebuildStep(long Done, bool IsFinished, int DroppedVectors);

/// <param name="Counts">Of this step.</param>
public sealed record MigrationStep(long Done, bool IsFinished, MigrationCounts Counts);

/// <param name="Next">Pass it to go on; <see langword="null"/> at the end.</param>
public sealed record MigrationPreview(MigrationCounts Counts, string? Next);

/// <summary>Records, by what they need. One may need several things.</summary>
/// <param name="Records">Looked at.</param>
/// <param name="Hashes">Their hash is missing, or not that of their content.</param>
/// <param name="ExtractionFlags">Their mark of extraction is neither yes nor no: they are marked as seen.</param>
/// <param name="Types">Their type is none there is: they become messages.</param>
/// <param name="Tags">A topic, an entity or a source holds several, joined by commas: each becomes its own.</param>
/// <param name="Unreadable">Cannot be read, and are left alone (<see cref="IStoreMaintenance.DeleteUnreadableAsync"/>).</param>
public readonly record struct MigrationCounts(
    long Records, long Hashes, long ExtractionFlags, long Types, long Tags, long Unreadable)
{
    /// <summary>Whether any record needed anything.</summary>
    public bool AnyChange => Hashes + ExtractionFlags + Types + Tags > 0;

    public static MigrationCounts operator +(MigrationCounts one, MigrationCounts other) => new(
        one.Records + other.Records, one.Hashes + other.Hashes, one.ExtractionFlags + other.ExtractionFlags,
        one.Types + other.Types, one.Tags + other.Tags, one.Unreadable + other.Unreadable);
}

/// <param name="Unreadable">Those that cannot be read.</param>
/// <param name="Next">Pass it to go on; <see langword="null"/> at the end.</param>
public sealed record SessionCheck(int Checked, IReadOnlyList<SessionKey> Unreadable, string? Next);
