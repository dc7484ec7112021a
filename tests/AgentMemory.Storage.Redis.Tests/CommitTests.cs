using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>What every write of the store rests on.</summary>
public sealed class CommitTests : IAsyncLifetime
{
    private RedisStoreOptions _options = null!;
    private ServiceProvider _services = null!;

    private RedisStore Store => _services.GetRequiredService<RedisStore>();

    public async Task InitializeAsync()
    {
        _options = new() { Connection = await TestRedis.DemandAsync(needsSearch: false), Name = $"test-{Guid.NewGuid():N}" };
        _services = new ServiceCollection().AddRedisStore(_options).BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        if (_services is null)
            return;
        await _services.DisposeAsync();
        await TestRedis.RemoveAsync(_options);
    }

    [Fact]
    public async Task A_write_decided_on_what_has_changed_is_decided_anew()
    {
        var key = Store.Keys.Of("counter");
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => Store.WriteAsync(
            $"{i}",
            async batch =>
            {
                var seen = await batch.Database.StringGetAsync(key);
                batch.ExpectValue(key, seen);
                batch.Do("SET", key, (seen.IsNull ? 0 : (int)seen) + 1);
                return true;
            },
            CancellationToken.None))));

        Assert.Equal(40, await Store.ReadAsync(async database => (int)await database.StringGetAsync(key), CancellationToken.None));
    }

    [Fact]
    public async Task Operations_tell_what_they_made_in_order()
    {
        var owner = new Owner("a:b%{}|\n", "żółw");
        var results = await Store.WriteAsync(
            "s",
            batch =>
            {
                batch.Log("kind", owner, "session", "subject");
                batch.Enqueue(new TaskRequest { Kind = "k", Owner = owner, Payload = "\0{}", Id = "mine", Key = "x" });
                batch.Log("kind", owner, null);
                return Task.FromResult(true);
            },
            (_, made) => made, CancellationToken.None);

        Assert.Equal(["1", "mine", "2"], results);
        var entries = await Store.ReadAsync(database => database.StreamRangeAsync(Store.Keys.Of("events")), CancellationToken.None);
        Assert.Equal(["1-0", "2-0"], entries.Select(entry => (string)entry.Id!));
        Assert.Equal("session", (string)entries[0]["session"]!);
        Assert.True(entries[1]["session"].IsNull);
    }

    [Fact]
    public async Task More_values_than_one_command_takes_are_written()
    {
        var key = Store.Keys.Of("list");
        await Store.WriteAsync(
            "s",
            batch =>
            {
                batch.DoMany("RPUSH", key, Enumerable.Range(0, 20_000).Select(i => (RedisValue)i).ToArray());
                return Task.FromResult(true);
            },
            CancellationToken.None);

        Assert.Equal(20_000, await Store.ReadAsync(database => database.ListLengthAsync(key), CancellationToken.None));
    }

    [Fact]
    public void Key_parts_are_read_as_they_were_written()
    {
        foreach (var owner in new Owner[] { new("a:b", "c"), new("a", "b:c"), new("%3A", "%25"), new("%253A", null), new(null, null) })
        {
            foreach (var id in new[] { "x", "x:y", "%3A", "%25:", "\0", "a\0b%00" })
                Assert.Equal((owner, id), Keys.ReadPart(Keys.Part(owner, id)));
        }
    }
}
