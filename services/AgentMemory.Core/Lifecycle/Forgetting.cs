using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tenancy;

namespace AgentMemory.Lifecycle;

/// <summary>
/// Applies a policy to every matching record (T37): page by page, keeping in memory one page, the best records up to the
/// budget, and the ids it returns. Records that change or get pinned between the decision and the deletion stay.
/// </summary>
public sealed class Forgetting(ILongTermMemoryStore store, TimeProvider time)
{
    public async Task<ForgetReport> RunAsync(AccessScope scope, ForgetRequest request, CancellationToken cancellationToken)
    {
        var pinned = await ResolveAsync(scope, request, cancellationToken);
        var decision = new ForgettingDecision(request.Policy, pinned, time.GetUtcNow());
        var budget = new ForgettingBudget(request.Policy.Budget);
        var forgotten = new List<string>();
        var page = new List<MemoryRecord>();
        long scanned = 0;
        string? after = null;
        do
        {
            var scan = await store.ScanAsync(scope, FilterOf(request), after, request.PageSize, cancellationToken);
            foreach (var record in scan.Records)
            {
                var verdict = decision.Of(record);
                if (verdict == Verdict.Delete)
                    page.Add(record);
                else if (verdict == Verdict.Eligible && budget.Crowded(record, decision.Rank(record)) is { } crowdedOut)
                    page.Add(crowdedOut);
            }

            scanned += scan.Records.Count;
            await ForgetAsync(scope, request, page, forgotten, cancellationToken);
            after = scan.Next;
        }
        while (after is not null);

        forgotten.Sort(StringComparer.Ordinal);
        return new(scanned, forgotten.Count, forgotten, request.DryRun);
    }

    private async Task ForgetAsync(
        AccessScope scope, ForgetRequest request, List<MemoryRecord> page, List<string> forgotten, CancellationToken cancellationToken)
    {
        if (request.DryRun)
            forgotten.AddRange(page.Select(record => record.Id));
        else if (page.Count > 0)
            forgotten.AddRange((await store.DeleteUnchangedAsync(scope, page, cancellationToken)).Select(key => key.Id));
        page.Clear();
    }

    /// <summary>A pinned id may be an old one: it protects the record it stands for now (T72).</summary>
    private async Task<IReadOnlySet<string>> ResolveAsync(
        AccessScope scope, ForgetRequest request, CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(request.PinnedIds, StringComparer.Ordinal);
        foreach (var id in request.PinnedIds)
        {
            if (await store.FindAsync(scope, new(id, request.Namespace, request.UserId), cancellationToken) is { } record)
                ids.Add(record.Id);
        }

        return ids;
    }

    private static MemoryFilter FilterOf(ForgetRequest request) => new()
    {
        Namespace = TagFilter.EqualIfNamed(request.Namespace),
        UserId = TagFilter.EqualIfNamed(request.UserId),
        SessionId = TagFilter.EqualIfNamed(request.SessionId),
    };
}
