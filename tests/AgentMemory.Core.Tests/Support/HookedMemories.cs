using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Tests;

/// <summary>The real store, with something happening around merges: a crash, or another writer.</summary>
internal sealed class HookedMemories(ILongTermMemoryStore inner) : ILongTermMemoryStore
{
    public Func<MemoryMerge, Task> BeforeMerge { get; init; } = _ => Task.CompletedTask;

    public Func<Task> AfterMerge { get; init; } = () => Task.CompletedTask;

    public async Task<bool> MergeAsync(AccessScope scope, MemoryMerge merge, CancellationToken cancellationToken)
    {
        await BeforeMerge(merge);
        var done = await inner.MergeAsync(scope, merge, cancellationToken);
        await AfterMerge();
        return done;
    }

    public Task<IReadOnlyList<UpsertResult>> UpsertAsync(
        AccessScope scope, IReadOnlyList<MemoryRecord> records, UpsertOptions options, CancellationToken cancellationToken) =>
        inner.UpsertAsync(scope, records, options, cancellationToken);

    public ValueTask<MemoryRecord?> FindAsync(AccessScope scope, MemoryLookup lookup, CancellationToken cancellationToken) =>
        inner.FindAsync(scope, lookup, cancellationToken);

    public Task<MemoryRecord> ReplaceAsync(
        AccessScope scope, MemoryKey key, MemoryRecord record, WriteCondition condition, IReadOnlyList<TaskRequest> tasks,
        CancellationToken cancellationToken) => inner.ReplaceAsync(scope, key, record, condition, tasks, cancellationToken);

    public Task<int> DeleteAsync(
        AccessScope scope, IReadOnlyList<MemoryLookup> lookups, WriteCondition condition, CancellationToken cancellationToken) =>
        inner.DeleteAsync(scope, lookups, condition, cancellationToken);

    public Task<IReadOnlyList<MemoryKey>> DeleteUnchangedAsync(
        AccessScope scope, IReadOnlyList<MemoryRecord> snapshot, CancellationToken cancellationToken) =>
        inner.DeleteUnchangedAsync(scope, snapshot, cancellationToken);

    public Task<ScanPage> ScanAsync(
        AccessScope scope, MemoryFilter filter, string? after, int pageSize, CancellationToken cancellationToken) =>
        inner.ScanAsync(scope, filter, after, pageSize, cancellationToken);

    public Task<long> CountAsync(AccessScope scope, MemoryFilter filter, CancellationToken cancellationToken) =>
        inner.CountAsync(scope, filter, cancellationToken);

    public Task<IReadOnlyList<IReadOnlyList<MemoryKey>>> FindDuplicatesAsync(
        AccessScope scope, MemoryFilter filter, int limit, CancellationToken cancellationToken) =>
        inner.FindDuplicatesAsync(scope, filter, limit, cancellationToken);

    public Task<int> AbsorbAsync(
        AccessScope scope, MemoryKey survivor, IReadOnlyList<MemoryKey> absorbed, CancellationToken cancellationToken) =>
        inner.AbsorbAsync(scope, survivor, absorbed, cancellationToken);

    public Task<IReadOnlyList<MemoryRecord>?> UndoMergeAsync(
        AccessScope scope, string mergeId, IReadOnlyList<TaskRequest> tasks, CancellationToken cancellationToken) =>
        inner.UndoMergeAsync(scope, mergeId, tasks, cancellationToken);

    public Task<IReadOnlyList<MemoryMerge>> ListMergesAsync(
        AccessScope scope, MemoryKey key, int limit, CancellationToken cancellationToken) =>
        inner.ListMergesAsync(scope, key, limit, cancellationToken);

    public Task<ExtractionOutcome> CommitExtractionAsync(
        AccessScope scope, RecordExtractionCommit commit, CancellationToken cancellationToken) =>
        inner.CommitExtractionAsync(scope, commit, cancellationToken);

    public Task MarkConsolidatedAsync(
        AccessScope scope, IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken) =>
        inner.MarkConsolidatedAsync(scope, records, cancellationToken);

    public Task TouchAsync(
        AccessScope scope, IReadOnlyList<MemoryKey> keys, DateTimeOffset now, TimeSpan minimumInterval,
        CancellationToken cancellationToken) => inner.TouchAsync(scope, keys, now, minimumInterval, cancellationToken);
}
