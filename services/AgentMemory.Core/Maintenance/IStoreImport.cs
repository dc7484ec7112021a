using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tasks;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Maintenance;

/// <summary>
/// Takes over what another server kept, as it kept it: ids, times, and what a caller may not set (what was promoted, what
/// extraction has seen). Only what is not there is written; whatever is, is left alone, so that taking over the same again
/// changes nothing.
/// </summary>
/// <remarks><b>SQLite</b>: a call is one transaction. <b>Redis</b>: each item is one commit, and a call is as many at once.
/// </remarks>
public interface IStoreImport
{
    /// <summary>Writes sessions that are not there, each with its tasks and whole or not at all.</summary>
    /// <param name="dryRun">Tells what would be done, and does nothing.</param>
    /// <returns>One outcome per session, in order.</returns>
    Task<IReadOnlyList<ImportOutcome>> ImportSessionsAsync(
        IReadOnlyList<SessionImport> sessions, bool dryRun, CancellationToken cancellationToken);

    /// <summary>Writes records whose ids are not there, as records or as aliases, each with its vector and its tasks. Nothing
    /// is deduplicated: compaction does that later. The hash is the store's.</summary>
    /// <inheritdoc cref="ImportSessionsAsync"/>
    Task<IReadOnlyList<ImportOutcome>> ImportMemoriesAsync(
        IReadOnlyList<MemoryImport> memories, bool dryRun, CancellationToken cancellationToken);
}

/// <param name="Session">As it is to be; its version is the store's.</param>
/// <param name="Tasks">Queued when it is written.</param>
public sealed record SessionImport(Session Session, IReadOnlyList<TaskRequest> Tasks);

/// <param name="Record">As it is to be; its version and hash are the store's.</param>
/// <param name="Tasks">Queued when it is written.</param>
public sealed record MemoryImport(MemoryRecord Record, IReadOnlyList<TaskRequest> Tasks)
{
    /// <summary>Of the record's text.</summary>
    public ImportedVector? Vector { get; init; }
}

/// <param name="Values">As many as the space has dimensions, any norm but zero.</param>
public sealed record ImportedVector(EmbeddingSpace Space, ReadOnlyMemory<float> Values);

public enum ImportOutcome
{
    /// <summary>It was not there, and was written.</summary>
    New,

    /// <summary>It was there already, with the same content.</summary>
    Same,

    /// <summary>Something else is there, and was left alone.</summary>
    Different,
}
