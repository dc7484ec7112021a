using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Tests;

/// <summary>The real store, with something happening just before a promotion is stamped or an extraction committed: a crash,
/// or another writer.</summary>
internal sealed class HookedSessions(IWorkingMemoryStore inner, Func<Task>? beforeStamp = null, Func<Task>? beforeCommit = null)
    : IWorkingMemoryStore
{
    public ValueTask<Session?> FindAsync(AccessScope scope, SessionLookup lookup, CancellationToken cancellationToken) =>
        inner.FindAsync(scope, lookup, cancellationToken);

    public ValueTask<SessionPage> ListAsync(AccessScope scope, SessionListing listing, CancellationToken cancellationToken) =>
        inner.ListAsync(scope, listing, cancellationToken);

    public ValueTask<Session> PutAsync(
        AccessScope scope, SessionReplacement replacement, WriteCondition condition, IReadOnlyList<TaskRequest> tasks,
        CancellationToken cancellationToken) => inner.PutAsync(scope, replacement, condition, tasks, cancellationToken);

    public ValueTask<AppendResult> AppendAsync(
        AccessScope scope, SessionAppend append, WriteCondition condition, IReadOnlyList<TaskRequest> tasks,
        CancellationToken cancellationToken) => inner.AppendAsync(scope, append, condition, tasks, cancellationToken);

    public ValueTask<bool> DeleteAsync(
        AccessScope scope, SessionLookup lookup, WriteCondition condition, CancellationToken cancellationToken) =>
        inner.DeleteAsync(scope, lookup, condition, cancellationToken);

    public async ValueTask StampPromotedAsync(
        AccessScope scope, SessionKey key, PromotionStamp stamp, CancellationToken cancellationToken)
    {
        await (beforeStamp?.Invoke() ?? Task.CompletedTask);
        await inner.StampPromotedAsync(scope, key, stamp, cancellationToken);
    }

    public ValueTask<ExtractionBacklog?> FindUnextractedAsync(AccessScope scope, SessionKey key, CancellationToken cancellationToken) =>
        inner.FindUnextractedAsync(scope, key, cancellationToken);

    public async ValueTask<ExtractionOutcome> CommitExtractionAsync(
        AccessScope scope, SessionKey key, ExtractionCommit commit, CancellationToken cancellationToken)
    {
        await (beforeCommit?.Invoke() ?? Task.CompletedTask);
        return await inner.CommitExtractionAsync(scope, key, commit, cancellationToken);
    }

    public ValueTask<Session?> CommitSummaryAsync(
        AccessScope scope, SessionKey key, SummaryCommit commit, CancellationToken cancellationToken) =>
        inner.CommitSummaryAsync(scope, key, commit, cancellationToken);

    public ValueTask<int> PurgeExpiredAsync(int limit, CancellationToken cancellationToken) =>
        inner.PurgeExpiredAsync(limit, cancellationToken);
}
