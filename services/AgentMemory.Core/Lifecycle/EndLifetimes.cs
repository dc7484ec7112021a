using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.Lifecycle;

/// <summary>Removes memories whose type has a lifetime and who are past it, of all owners together. Pinned ones stay.</summary>
public sealed class EndLifetimes(ILongTermMemoryStore store, EngineOptions options, TimeProvider time) : IPeriodicTask
{
    private const int PageSize = 500;

    public string Name => "end_memory_lifetimes";

    /// <summary>How much longer than its lifetime a memory may be there, at most.</summary>
    public TimeSpan Period => TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!options.LongTermMemory)
            return;
        foreach (var (type, lifetime) in options.Lifetimes.Limited)
            await RemoveAsync(type, time.GetUtcNow() - lifetime, cancellationToken);
    }

    private async Task RemoveAsync(MemoryType type, DateTimeOffset createdBefore, CancellationToken cancellationToken)
    {
        var filter = new MemoryFilter
        {
            MemoryType = TagFilter.Equal(type.ToString().ToLowerInvariant()),
            CreatedAt = new() { Within = [TimeRange.AtMost(Timestamp.Truncate(createdBefore).ToMicroseconds())] },
        };
        string? after = null;
        do
        {
            var page = await store.ScanAsync(AccessScope.Everything, filter, after, PageSize, cancellationToken);
            if (page.Records.Count > 0)
                await store.DeleteUnchangedAsync(AccessScope.Everything, page.Records, cancellationToken);
            after = page.Next;
        }
        while (after is not null);
    }
}
