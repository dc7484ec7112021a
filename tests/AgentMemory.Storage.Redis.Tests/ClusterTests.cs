using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Conformance;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>A cluster of one node, which has all slots and refuses what touches keys of several.</summary>
public sealed class ClusterTests
{
    private static readonly Owner Ann = new("tests", "ann");

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    [Trait("Trap", "T62")]
    public async Task Several_ids_are_deleted_together_on_a_cluster()
    {
        using var redis = await StartAsync();
        await using var services = new ServiceCollection().AddLogging()
            .AddRedisStore(new() { Connection = redis.Address, Name = "cluster" }).BuildServiceProvider();
        var memories = services.GetRequiredService<ILongTermMemoryStore>();
        await memories.UpsertAsync(
            AccessScope.Everything, [Samples.Record(Ann, "m1"), Samples.Record(Ann, "m2"), Samples.Record(Ann, "m3")],
            new() { OperationId = "operation", Deduplicate = false }, None);

        Assert.Equal(2, await memories.DeleteAsync(
            AccessScope.Everything, [new MemoryLookup("m1"), new MemoryLookup("m3")], WriteCondition.None, None));

        foreach (var (id, isThere) in new[] { ("m1", false), ("m2", true), ("m3", false) })
            Assert.Equal(isThere, await memories.FindAsync(AccessScope.Everything, new MemoryLookup(id), None) is not null);
    }

    private static async Task<LocalRedis> StartAsync()
    {
        var redis = await LocalRedis.DemandAsync(
            "--cluster-enabled", "yes", "--cluster-port", $"{FreePort.Find()}", "--cluster-announce-ip", "127.0.0.1");
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Address + ",allowAdmin=true");
        var node = connection.GetServers()[0];
        await node.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", 0, 16383);
        while (!((string)(await node.ExecuteAsync("CLUSTER", "INFO"))!).Contains("cluster_state:ok", StringComparison.Ordinal))
            await Task.Delay(50);
        var refused = await Assert.ThrowsAsync<RedisServerException>(() => node.ExecuteAsync("DEL", "one", "other"));
        Assert.Contains("CROSSSLOT", refused.Message, StringComparison.Ordinal);
        return redis;
    }
}
