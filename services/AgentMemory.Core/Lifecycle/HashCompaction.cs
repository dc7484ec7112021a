using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tenancy;

namespace AgentMemory.Lifecycle;

/// <summary>
/// Merges records whose content another record of the same owner has (spec 10.10, hash step; T34): groups of any size,
/// pinned records untouched, ids kept as aliases.
/// </summary>
public sealed class HashCompaction(ILongTermMemoryStore store)
{
    private const int PageSize = 100;

    public async Task RunAsync(AccessScope scope, MemoryFilter filter, CancellationToken cancellationToken)
    {
        // Groups that cannot shrink, such as pinned twins, are found again each time: ask for that many more.
        var stuck = 0;
        while (true)
        {
            var groups = await store.FindDuplicatesAsync(scope, filter, PageSize + stuck, cancellationToken);
            var shrunk = 0;
            foreach (var group in groups)
            {
                if (await store.AbsorbAsync(scope, group[0], [.. group.Skip(1)], cancellationToken) > 0)
                    shrunk++;
            }

            if (shrunk == 0 && groups.Count < PageSize + stuck)
                return;
            stuck = groups.Count - shrunk;
        }
    }
}
