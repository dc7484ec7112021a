using AgentMemory.Storage.Redis;
using StackExchange.Redis;
using Xunit.Sdk;

namespace AgentMemory.TestStore.Redis;

/// <summary>
/// The Redis of the tests: the one that the variable AGENT_MEMORY_TEST_REDIS names, else one started here, where there is a
/// <c>redis-server</c>. What needs Search is skipped where Redis has none.
/// </summary>
public static class TestRedis
{
    private const string NoSearch = "This Redis has no Search: set AGENT_MEMORY_TEST_REDIS to a Redis 8 or Redis Stack";

    private static readonly Lazy<Task<Server?>> Found = new(FindAsync);

    /// <exception cref="SkipException">There is none, or it lacks what is needed.</exception>
    public static async Task<string> DemandAsync(bool needsSearch) => await Found.Value switch
    {
        null => throw SkipException.ForSkip(
            "There is no Redis: set AGENT_MEMORY_TEST_REDIS to host:port, or install redis-server"),
        { HasSearch: false } when needsSearch => throw SkipException.ForSkip(NoSearch),
        { Address: var address } => address,
    };

    /// <summary>A Redis with Search that the test may kill.</summary>
    /// <exception cref="SkipException">There is none.</exception>
    public static async Task<LocalRedis> DemandOwnWithSearchAsync(params string[] options)
    {
        var own = await LocalRedis.DemandAsync(options);
        await using var connection = await ConnectAsync(own.Address);
        if (await HasSearchAsync(connection))
            return own;
        own.Dispose();
        throw SkipException.ForSkip(
            "The redis-server here has no Search: install Redis 8, or set AGENT_MEMORY_TEST_REDIS_COMMAND to a server and its options");
    }

    /// <summary>As <see cref="DemandAsync"/>, of the Redis that was found: for a test that needs Search only later on.</summary>
    /// <exception cref="SkipException">It has none.</exception>
    public static void DemandSearch()
    {
        if (Found.Value is { IsCompletedSuccessfully: true, Result: { HasSearch: false } })
            throw SkipException.ForSkip(NoSearch);
    }

    /// <summary>Removes everything a store has.</summary>
    public static async Task RemoveAsync(RedisStoreOptions store)
    {
        await using var connection = await ConnectAsync(store.Connection);
        var database = connection.GetDatabase();
        foreach (var server in connection.GetServers())
        {
            var keys = new List<RedisKey>();
            await foreach (var key in server.KeysAsync(pattern: $"{{{store.Name}}}:*", pageSize: 1000))
                keys.Add(key);
            await database.KeyDeleteAsync([.. keys]);
        }

        if (await HasSearchAsync(connection))
        {
            foreach (var index in (RedisResult[])(await database.ExecuteAsync("FT._LIST"))!)
            {
                if (((string)index!).Contains($"{{{store.Name}}}", StringComparison.Ordinal))
                    await database.ExecuteAsync("FT.DROPINDEX", (string)index!);
            }
        }
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(string address) => ConnectionMultiplexer.ConnectAsync(address);

    private static async Task<Server?> FindAsync()
    {
        var address = Environment.GetEnvironmentVariable("AGENT_MEMORY_TEST_REDIS");
        if (string.IsNullOrWhiteSpace(address))
            address = (await LocalRedis.TryStartAsync())?.Address;
        if (address is null)
            return null;
        await using var connection = await ConnectAsync(address);
        return new(address, await HasSearchAsync(connection));
    }

    private static async Task<bool> HasSearchAsync(ConnectionMultiplexer connection)
    {
        var known = (RedisResult[])(await connection.GetDatabase().ExecuteAsync("COMMAND", "INFO", "FT.SEARCH"))!;
        return known is [{ IsNull: false }];
    }

    private sealed record Server(string Address, bool HasSearch);
}
