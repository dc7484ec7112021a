using AgentMemory.Errors;
using AgentMemory.Search;
using AgentMemory.Storage.Conformance;
using AgentMemory.Storage.Redis.Search;
using AgentMemory.Tenancy;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>Where the search index comes from, and that nobody has to care.</summary>
public sealed class SearchIndexLifeTests : RedisSearchTests
{
    private string Alias => Root + "memories";

    private string Current => $"{Alias}:v{MemoryIndexSchema.Version}";

    [Fact]
    public async Task Many_who_start_at_once_make_one_index()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"));
        var clients = Enumerable.Range(0, 8).Select(_ => Store.Open(options => options)).ToList();

        var found = await Task.WhenAll(clients.Select(client => Task.Run(() => ListAsync(MemoryFilter.None, client))));

        Assert.All(found, ids => Assert.Equal(["m1"], ids));
        Assert.Equal([Current], await IndexesAsync());
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    [Fact]
    public async Task An_index_that_is_gone_is_made_anew_with_all_that_is_stored()
    {
        var record = Samples.Record(Ann, "m1");
        await UpsertAsync(record);
        await PutAsync(Plane, (record, [1, 0]));
        Assert.Equal(["m1"], await NearestAsync());

        await Database.ExecuteAsync("FT.DROPINDEX", Current);

        Assert.Equal(["m1"], await ListAsync(MemoryFilter.None));
        Assert.Equal(["m1"], await NearestAsync());
    }

    /// <summary>As FLUSHALL does, which other tests on the same Redis would not survive.</summary>
    [Fact]
    public async Task A_store_that_was_emptied_is_used_on()
    {
        var other = Store.Open(options => options);
        var record = Samples.Record(Ann, "m1");
        await UpsertAsync(record);
        await PutAsync(Plane, (record, [1, 0]));
        Assert.Equal(["m1"], await NearestAsync(client: other));

        await TestRedis.RemoveAsync(Store.Options);
        Assert.Empty(await ListAsync(MemoryFilter.None, other));
        await UpsertAsync(Samples.Record(Ann, "m2"));
        await PutAsync(Plane, (Samples.Record(Ann, "m2"), [1, 0]));

        Assert.Equal(["m2"], await NearestAsync());
        Assert.Equal(["m2"], await NearestAsync(client: other));
        await other.DisposeAsync();
    }

    [Fact]
    public async Task An_index_of_an_older_schema_is_replaced()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"));
        await MakeIndexAsync(Alias + ":v0");

        Assert.Equal(["m1"], await ListAsync(MemoryFilter.None));

        Assert.Equal([Current], await IndexesAsync());
    }

    [Fact]
    public async Task An_index_of_a_newer_schema_is_refused()
    {
        await MakeIndexAsync(Alias + ":v7");

        var error = await Assert.ThrowsAsync<StoreIncompatibleException>(() => ListAsync(MemoryFilter.None));

        Assert.Contains("version 7", error.Message, StringComparison.Ordinal);
        Assert.Equal([Alias + ":v7"], await IndexesAsync());
    }

    [Fact]
    public async Task Spaces_that_many_use_first_at_once_are_added_once()
    {
        var record = Samples.Record(Ann, "m1");
        await UpsertAsync(record);
        var clients = Enumerable.Range(0, 6).Select(_ => Store.Open(options => options)).ToList();

        await Task.WhenAll(clients.Select(client => Task.Run(() => client.Search.PutVectorsAsync(
            AccessScope.Everything, Plane, [new MemoryVector(record.Key, record.Text, new float[] { 1, 0 })], default))));

        foreach (var client in clients)
        {
            Assert.Equal(["m1"], await NearestAsync(client: client));
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_answer_that_came_too_late_to_be_whole_is_none()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"));
        await ListAsync(MemoryFilter.None);
        var hasty = new IndexQueries(Database, Alias, Root + "memory-numbers", TimeSpan.FromTicks(1));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => hasty.CountAsync("@number:[0 9]"));
    }

    private async Task MakeIndexAsync(string name)
    {
        await Database.ExecuteAsync("FT.CREATE", name, "PREFIX", 1, Root + "memory:", "SCHEMA", "text", "TEXT");
        await Database.ExecuteAsync("FT.ALIASADD", Alias, name);
    }

    private async Task<string[]> IndexesAsync() =>
        [.. ((RedisResult[])(await Database.ExecuteAsync("FT._LIST"))!).Select(name => (string)name!)
            .Where(name => name.StartsWith(Root, StringComparison.Ordinal))];
}
