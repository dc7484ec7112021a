using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Storage.Conformance;
using AgentMemory.Tenancy;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>A store of its own per test, and what lies under it.</summary>
public abstract class RedisSearchTests : IAsyncLifetime
{
    private RedisStoreFixture? _store;
    private ConnectionMultiplexer? _connection;

    protected static readonly Owner Ann = new("tests", "ann");
    protected static readonly Owner Bob = new("tests", "bob");
    protected static readonly EmbeddingSpace Plane = new("plane", 2);

    private protected RedisStoreFixture Store => _store!;

    protected IDatabase Database => _connection!.GetDatabase();

    /// <summary>Of every key.</summary>
    protected string Root => $"{{{Store.Options.Name}}}:";

    protected virtual RedisStoreOptions Change(RedisStoreOptions options) => options;

    public async Task InitializeAsync()
    {
        _store = await RedisStoreFixture.NewAsync(needsSearch: true, Change);
        _connection = await ConnectionMultiplexer.ConnectAsync(_store.Options.Connection);
    }

    public async Task DisposeAsync()
    {
        if (_store is null)
            return;
        await _connection!.DisposeAsync();
        await _store.DisposeAsync();
    }

    protected Task UpsertAsync(params IReadOnlyList<MemoryRecord> records) => Store.LongTerm.UpsertAsync(
        AccessScope.Everything, records, new() { OperationId = Guid.NewGuid().ToString("N"), Deduplicate = false }, default);

    protected Task PutAsync(EmbeddingSpace space, params IReadOnlyList<(MemoryRecord Record, float[] Values)> vectors) =>
        Store.Search.PutVectorsAsync(
            AccessScope.Everything, space, [.. vectors.Select(one => new MemoryVector(one.Record.Key, one.Record.Text, one.Values))], default);

    private protected async Task<string[]> ListAsync(MemoryFilter filter, StoreFixture? client = null)
    {
        var page = await (client ?? Store).Search.ListAsync(AccessScope.Everything, filter, 0, 1000, default);
        Assert.Equal(page.Records.Count, page.Total);
        return [.. page.Records.Select(record => record.Id)];
    }

    private protected async Task<string[]> NearestAsync(int limit = 100, MemoryFilter? filter = null, StoreFixture? client = null)
    {
        var found = await (client ?? Store).Search.NearestAsync(
            AccessScope.Everything, filter ?? MemoryFilter.None, new VectorQuery(Plane, new float[] { 1, 0 }), limit, default);
        return [.. found.Items.Select(item => item.Record.Id)];
    }
}
