using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Conformance.LongTermMemory;

/// <summary>What <see cref="ILongTermMemoryStore"/> promises.</summary>
public abstract partial class LongTermMemoryStoreConformance : StoreConformance
{
    private ILongTermMemoryStore Memories => Store.LongTerm;

    private async Task<UpsertResult> UpsertOneAsync(MemoryRecord record, string? operation = null, bool deduplicate = true) =>
        Assert.Single(await Memories.UpsertAsync(
            Everything, [record], Operation(operation ?? Guid.NewGuid().ToString("N"), deduplicate), None));

    private async Task<MemoryRecord?> FindAsync(Owner owner, string id) =>
        await Memories.FindAsync(AccessScope.Of(owner), new MemoryLookup(id), None);

    private async Task<MemoryRecord> GetAsync(Owner owner, string id)
    {
        var record = await FindAsync(owner, id);
        Assert.NotNull(record);
        return record;
    }

    private Task<MemoryRecord> ReplaceAsync(
        MemoryKey key, MemoryRecord record, WriteCondition condition = default, params IReadOnlyList<TaskRequest> tasks) =>
        Memories.ReplaceAsync(Everything, key, record, condition, tasks, None);

    private Task<int> DeleteAsync(params IReadOnlyList<string> ids) =>
        Memories.DeleteAsync(Everything, [.. ids.Select(id => new MemoryLookup(id))], WriteCondition.None, None);

    private Task<long> CountAsync(AccessScope? scope = null, MemoryFilter? filter = null) =>
        Memories.CountAsync(scope ?? Everything, filter ?? MemoryFilter.None, None);

    private async Task<List<MemoryRecord>> ScanAsync(AccessScope? scope = null, MemoryFilter? filter = null, int pageSize = 7)
    {
        var records = new List<MemoryRecord>();
        string? after = null;
        do
        {
            var page = await Memories.ScanAsync(scope ?? Everything, filter ?? MemoryFilter.None, after, pageSize, None);
            Assert.InRange(page.Records.Count, 0, pageSize);
            records.AddRange(page.Records);
            after = page.Next;
        }
        while (after is not null);
        return records;
    }
}
