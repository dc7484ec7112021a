using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Conformance.Search;

/// <summary>What <see cref="IMemorySearchIndex"/> promises.</summary>
public abstract partial class MemorySearchIndexConformance : StoreConformance
{
    private static TextQuery Words(params string[] words) => new(words, []);

    private async Task<string[]> MatchIdsAsync(
        TextQuery query, AccessScope? scope = null, MemoryFilter? filter = null, StoreFixture? client = null)
    {
        var found = await (client ?? Store).Search.MatchAsync(scope ?? Everything, filter ?? MemoryFilter.None, query, 1000, None);
        Assert.Equal(found.Items.Count, found.Total);
        return [.. found.Items.Select(item => item.Record.Id)];
    }

    private async Task<string[]> ListIdsAsync(MemoryFilter filter, AccessScope? scope = null)
    {
        var page = await Store.Search.ListAsync(scope ?? Everything, filter, 0, 1000, None);
        Assert.Equal(page.Records.Count, page.Total);
        return [.. page.Records.Select(record => record.Id)];
    }

    private Task<MemoryRecord> ReplaceAsync(MemoryRecord record) => ReplaceAsync(record, KeyOf(record));

    private Task<MemoryRecord> ReplaceAsync(MemoryRecord record, MemoryKey key) =>
        Store.LongTerm.ReplaceAsync(Everything, key, record, WriteCondition.None, [], None);

    private Task<int> DeleteAsync(string id) =>
        Store.LongTerm.DeleteAsync(Everything, [new MemoryLookup(id)], WriteCondition.None, None);
}
