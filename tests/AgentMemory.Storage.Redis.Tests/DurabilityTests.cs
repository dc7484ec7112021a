using System.Collections.Concurrent;
using AgentMemory.Errors;
using AgentMemory.Events;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>Acknowledged means durable, on a Redis that appends and syncs before it answers.</summary>
public sealed class DurabilityTests
{
    private const int Rounds = 4, Writers = 8;

    private static readonly Owner Ann = new("tests", "ann");

    private static CancellationToken None => CancellationToken.None;

    private static ServiceProvider NewProcess(LocalRedis redis) => new ServiceCollection().AddLogging()
        .AddRedisStore(new() { Connection = redis.Address, Name = "durable", CommandTimeout = TimeSpan.FromSeconds(2) })
        .BuildServiceProvider();

    /// <summary>Writes until it is refused; each write that was acknowledged is in <paramref name="acknowledged"/>.</summary>
    private static async Task WriteAsync(IServiceProvider process, string writer, ConcurrentQueue<string> acknowledged)
    {
        var (tasks, events) = (process.GetRequiredService<ITaskQueue>(), process.GetRequiredService<IEventLog>());
        try
        {
            for (var i = 0; ; i++)
            {
                var id = $"{writer}.{i}";
                await tasks.EnqueueAsync(new TaskRequest { Kind = "kind", Owner = Ann, Payload = "{}", Id = id }, None);
                await events.AppendAsync(new(0, DateTimeOffset.UtcNow, "kind", Ann, "session", id), None);
                acknowledged.Enqueue(id);
            }
        }
        catch (StoreUnavailableException)
        {
            // Redis was killed: whether this one is stored nobody was told.
        }
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_Redis_was_killed()
    {
        using var redis = await LocalRedis.DemandAsync("--appendonly", "yes", "--appendfsync", "always");
        var acknowledged = new ConcurrentQueue<string>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var one = NewProcess(redis);
            await using var other = NewProcess(redis);
            var before = acknowledged.Count;
            var writing = Enumerable.Range(0, Writers)
                .Select(writer => Task.Run(() => WriteAsync(writer % 2 == 0 ? one : other, $"{round}.{writer}", acknowledged))).ToArray();
            while (acknowledged.Count < before + 200)
                await Task.Delay(5);
            redis.Kill();
            await Task.WhenAll(writing);
            await redis.StartAgainAsync();
        }

        await using var reader = NewProcess(redis);
        var entries = new List<MemoryEvent>();
        var log = reader.GetRequiredService<IEventLog>();
        var session = new EventFilter { Session = new(Ann, "session") };
        while (await log.ReadAsync(AccessScope.Everything, session, entries is [.., var last] ? last.Sequence : 0, 500, None)
            is { Entries: { Count: > 0 } page })
        {
            entries.AddRange(page);
        }

        Assert.Empty(acknowledged.Except(entries.Select(entry => entry.SubjectId!)));
        Assert.Equal(entries.Count, entries.DistinctBy(entry => entry.SubjectId).Count());
        var tasks = reader.GetRequiredService<ITaskQueue>();
        foreach (var id in acknowledged)
            Assert.NotNull(await tasks.FindAsync(AccessScope.Everything, id, None));
    }
}
