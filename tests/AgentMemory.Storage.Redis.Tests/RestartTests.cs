using System.Diagnostics;
using AgentMemory.Errors;
using AgentMemory.Events;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>Redis goes away and comes back while processes use it.</summary>
public sealed class RestartTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(1);

    private static readonly Owner Ann = new("tests", "ann");

    private static CancellationToken None => CancellationToken.None;

    private static ServiceProvider NewProcess(LocalRedis redis) => new ServiceCollection().AddLogging()
        .AddRedisStore(new() { Connection = redis.Address, Name = "restart", CommandTimeout = CommandTimeout })
        .BuildServiceProvider();

    private static ITaskQueue TasksOf(IServiceProvider process) => process.GetRequiredService<ITaskQueue>();

    private static Task<string> EnqueueAsync(IServiceProvider process, string payload) =>
        TasksOf(process).EnqueueAsync(new TaskRequest { Kind = "kind", Owner = Ann, Payload = payload }, None);

    private static Task<IReadOnlyList<TaskLease>> LeaseAsync(IServiceProvider process) =>
        TasksOf(process).LeaseAsync("worker", 10, TimeSpan.FromMinutes(1), None);

    /// <summary>Tries until Redis serves.</summary>
    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> request)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await request();
            }
            catch (StoreUnavailableException) when (waited.Elapsed < Patience)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>Until all that the return of Redis told is heard and used up.</summary>
    private static async Task QuietAsync(Func<TimeSpan, CancellationToken, Task> wait)
    {
        Stopwatch waited;
        do
        {
            waited = Stopwatch.StartNew();
            await wait(TimeSpan.FromSeconds(3), None);
        }
        while (waited.Elapsed < TimeSpan.FromSeconds(2.5));
    }

    private static async Task AssertRefusesSoonAsync(Func<Task> request)
    {
        var waited = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(request);
        Assert.True(waited.Elapsed < CommandTimeout * 4, $"It was refused only after {waited.Elapsed}");
        Assert.True(error.RetryAfter > TimeSpan.Zero);
    }

    [Fact]
    public async Task While_Redis_is_gone_requests_are_refused_and_afterwards_they_succeed()
    {
        using var redis = await LocalRedis.DemandAsync("--appendonly", "yes", "--appendfsync", "always");
        await using var process = NewProcess(redis);
        await EnqueueAsync(process, "before");

        redis.Kill();
        await AssertRefusesSoonAsync(() => EnqueueAsync(process, "refused"));
        await AssertRefusesSoonAsync(() => LeaseAsync(process));
        await AssertRefusesSoonAsync(() => TasksOf(process).CountAsync(None));
        await redis.StartAgainAsync();

        Assert.Equal("before", Assert.Single(await EventuallyAsync(() => LeaseAsync(process))).Payload);
        await EventuallyAsync(() => EnqueueAsync(process, "after"));
        Assert.Equal("after", Assert.Single(await LeaseAsync(process)).Payload);
    }

    [Fact]
    public async Task A_process_that_starts_before_Redis_serves_once_it_is_there()
    {
        using var redis = await LocalRedis.DemandAsync();
        redis.Kill();
        await using var process = NewProcess(redis);
        await AssertRefusesSoonAsync(() => EnqueueAsync(process, "refused"));
        await AssertRefusesSoonAsync(() => TasksOf(process).WaitAsync(TimeSpan.FromMinutes(10), None));

        await redis.StartAgainAsync();

        await EventuallyAsync(() => EnqueueAsync(process, "task"));
        Assert.Single(await LeaseAsync(process));
    }

    [Fact]
    public async Task Those_who_wait_are_woken_by_the_return_of_Redis_and_by_what_comes_after_it()
    {
        using var redis = await LocalRedis.DemandAsync();
        await using var waiter = NewProcess(redis);
        await using var writer = NewProcess(redis);
        await LeaseAsync(waiter);
        var events = waiter.GetRequiredService<IEventLog>();
        await events.ReadAsync(AccessScope.Everything, EventFilter.All, 0, 10, None);

        var (tasks, entries) = (TasksOf(waiter).WaitAsync(TimeSpan.FromMinutes(10), None), events.WaitAsync(TimeSpan.FromMinutes(10), None));
        redis.Kill();
        await redis.StartAgainAsync();
        await Task.WhenAll(tasks, entries).WaitAsync(Patience);

        await EventuallyAsync(() => LeaseAsync(waiter));
        await QuietAsync(TasksOf(waiter).WaitAsync);
        await QuietAsync(events.WaitAsync);

        tasks = TasksOf(waiter).WaitAsync(TimeSpan.FromMinutes(10), None);
        entries = events.WaitAsync(TimeSpan.FromMinutes(10), None);
        await Task.Delay(500);
        Assert.False(tasks.IsCompleted || entries.IsCompleted);
        await EventuallyAsync(() => EnqueueAsync(writer, "wakes"));
        await writer.GetRequiredService<IEventLog>().AppendAsync(new(0, DateTimeOffset.UtcNow, "wakes", Ann, null, null), None);
        await Task.WhenAll(tasks, entries).WaitAsync(Patience);
    }

    [Fact]
    public async Task Scripts_that_Redis_forgot_are_given_to_it_again()
    {
        using var redis = await LocalRedis.DemandAsync();
        await using var process = NewProcess(redis);
        await EnqueueAsync(process, "one");
        var store = process.GetRequiredService<RedisStore>();

        await store.ReadAsync(database => database.ExecuteAsync("SCRIPT", "FLUSH", "SYNC"), None);

        await EnqueueAsync(process, "two");
        Assert.Equal(["one", "two"], (await LeaseAsync(process)).Select(lease => lease.Payload));
    }
}
