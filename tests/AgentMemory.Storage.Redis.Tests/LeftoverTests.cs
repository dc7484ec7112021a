using AgentMemory.Events;
using AgentMemory.Storage.Conformance;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.SummaryViews;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>What ended, was trimmed or was removed leaves nothing in Redis but numbers, also where it takes several scripts.</summary>
public sealed class LeftoverTests : IAsyncLifetime
{
    /// <summary>More than one script deals with.</summary>
    private const int Many = 1100;

    private static readonly Owner Odd = new("a:b%", "żółw\n|{}");
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTimeProvider _clock = new();
    private RedisStoreOptions _options = null!;
    private ServiceProvider _services = null!;

    private static CancellationToken None => CancellationToken.None;

    private ITaskQueue Queue => _services.GetRequiredService<ITaskQueue>();

    private IEventLog Log => _services.GetRequiredService<IEventLog>();

    private RedisStore Store => _services.GetRequiredService<RedisStore>();

    public async Task InitializeAsync()
    {
        _options = new() { Connection = await TestRedis.DemandAsync(needsSearch: false), Name = $"test-{Guid.NewGuid():N}" };
        _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock).AddRedisStore(_options).BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        if (_services is null)
            return;
        await _services.DisposeAsync();
        await TestRedis.RemoveAsync(_options);
    }

    private async Task AssertOnlyAsync(params string[] keys)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(_options.Connection);
        var found = connection.GetServers().Single().Keys(pattern: $"{{{_options.Name}}}:*").Select(key => ((string)key!)[Store.Keys.Root.Length..]);
        Assert.Equal(keys.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    private Task<RedisValue[]> SessionTasksAsync() =>
        Store.ReadAsync(database => database.SetMembersAsync(Store.Keys.Of("task-session", Odd, "s:1")), None);

    private Task<string> EnqueueAsync(string key, bool tracked = false) => Queue.EnqueueAsync(
        new TaskRequest { Kind = "k:%", Owner = Odd, Payload = "{}", Key = key, SessionId = "s:1", Tracked = tracked, TraceParent = "00-1-2-3" }, None);

    private async Task<TaskLease> LeaseOneAsync() => Assert.Single(await Queue.LeaseAsync("w", 10, Minute, None));

    [Fact]
    public async Task A_sessions_tasks_are_those_that_are_queued_leased_or_dead()
    {
        foreach (var tracked in new[] { true, false })
        {
            await EnqueueAsync("a:b", tracked);
            Assert.Single(await SessionTasksAsync());
            await Queue.PostponeAsync(await LeaseOneAsync(), "later", _clock.Now, None);
            var lease = await LeaseOneAsync();
            Assert.Single(await SessionTasksAsync());
            await Queue.CompleteAsync(lease, None);
            Assert.Empty(await SessionTasksAsync());
        }

        await EnqueueAsync("c");
        await Queue.FailAsync(await LeaseOneAsync(), "broken", null, None);
        Assert.Single(await SessionTasksAsync());
    }

    [Fact]
    public async Task Tasks_that_ended_and_were_purged_leave_nothing()
    {
        await EnqueueAsync("done");
        await Queue.CompleteAsync(await LeaseOneAsync(), None);
        await EnqueueAsync("succeeded", tracked: true);
        await Queue.CompleteAsync(await LeaseOneAsync(), None);
        await EnqueueAsync("superseded", tracked: true);
        var superseded = await LeaseOneAsync();
        await EnqueueAsync("superseded");
        await Queue.ReleaseAsync(superseded, None);
        await EnqueueAsync("dead");
        foreach (var lease in await Queue.LeaseAsync("w", 10, Minute, None))
            await Queue.FailAsync(lease, "broken", null, None);
        var retried = (await Queue.ListDeadAsync(AccessScope.Everything, 0, 1, None))[0];
        await EnqueueAsync("dead");
        Assert.True(await Queue.RetryDeadAsync(AccessScope.Everything, retried.TaskId, None));
        await Queue.CompleteAsync(await LeaseOneAsync(), None);
        _clock.Advance(Minute);

        await Queue.PurgeAsync(_clock.Now, _clock.Now, 10, None);

        await AssertOnlyAsync("task-number");
    }

    [Fact]
    public async Task More_dead_letters_than_one_script_forgets_are_purged()
    {
        await Task.WhenAll(Enumerable.Range(0, Many).Select(i => EnqueueAsync($"{i}")));
        await Task.WhenAll((await Queue.LeaseAsync("w", Many, Minute, None)).Select(lease => Queue.FailAsync(lease, "broken", null, None)));
        Assert.Equal(Many, (await Queue.CountAsync(None)).Dead);
        Assert.Equal(Many - 1, (await Queue.ListDeadAsync(AccessScope.Of(Odd), 1, Many, None)).Count);

        Assert.Equal(Many - 7, await Queue.PurgeAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 7, None));

        Assert.Equal(new TaskCounts(0, 0, 7), await Queue.CountAsync(None));
        Assert.Equal(7, (await SessionTasksAsync()).Length);
    }

    [Fact]
    public async Task Entries_that_were_trimmed_leave_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, Many).Select(i =>
            Log.AppendAsync(new(0, _clock.Now, "k", Odd, "s:1", i % 2 == 0 ? $"m:{i}" : null), None)));
        await Log.AppendAsync(new(0, _clock.Now, "k", default, null, "m"), None);

        Assert.Equal(Many - 10, await Log.TrimAsync(int.MaxValue, 10, None));
        Assert.Equal(11, (await Log.ReadAsync(AccessScope.Everything, EventFilter.All, 0, 100, None)).Entries.Count);
        Assert.Equal(11, await Log.TrimAsync(0, 10, None));

        await AssertOnlyAsync("event-sequence", "event-trim", "events");
        Assert.Equal(0, await Store.ReadAsync(database => database.StreamLengthAsync(Store.Keys.Of("events")), None));
    }

    [Fact]
    public async Task More_entries_than_one_script_drops_are_trimmed()
    {
        await Task.WhenAll(Enumerable.Range(0, Many).Select(i => Log.AppendAsync(new(0, _clock.Now, "k", Odd, $"s{i % 3}", null), None)));

        Assert.Equal(Many - 5, await Log.TrimAsync(5, 1000, None));

        var page = await Log.ReadAsync(AccessScope.Everything, EventFilter.All, 0, 100, None);
        Assert.Equal(Enumerable.Range(Many - 4, 5).Select(sequence => (long)sequence), page.Entries.Select(entry => entry.Sequence));
        Assert.False((await Log.ReadAsync(AccessScope.Everything, EventFilter.All, Many - 6, 100, None)).Complete);
        Assert.True((await Log.ReadAsync(AccessScope.Everything, EventFilter.All, Many - 5, 100, None)).Complete);
    }

    [Fact]
    public async Task A_reader_that_sees_little_of_a_long_log_finds_all_of_it()
    {
        var (ann, scope) = (new Owner("tests", "ann"), AccessScope.Of(new Owner("tests", "ann")));
        var mine = new List<long>();
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Log.AppendAsync(new(0, _clock.Now, "k", Odd, null, null), None)));
            Assert.Equal(mine, await MineAsync(0, 10));
            Assert.Empty(await MineAsync(mine is [.., var last] ? last : 0, 10));
            for (var i = 0; i < 2; i++)
                mine.Add(await Log.AppendAsync(new(0, _clock.Now, "k", ann, null, null), None));
            Assert.Equal(mine, await MineAsync(0, 10));
            Assert.Equal(mine[..^1], await MineAsync(0, mine.Count - 1));
            Assert.Equal([mine[^1]], await MineAsync(mine[^2], 10));
        }

        async Task<IEnumerable<long>> MineAsync(long after, int limit) =>
            (await Log.ReadAsync(scope, EventFilter.All, after, limit, None)).Entries.Select(entry => entry.Sequence);
    }

    [Fact]
    public async Task Tokens_usage_and_views_that_were_removed_leave_nothing()
    {
        var tokens = _services.GetRequiredService<ITokenStore>();
        await tokens.AddAsync(
            new() { PublicId = "p:1", LookupId = "l:1", Digest = new byte[32], Description = "d", CreatedAt = _clock.Now, Users = [] }, None);
        var usage = _services.GetRequiredService<AgentMemory.Usage.IUsageStore>();
        foreach (var owner in new[] { Odd, default })
            await usage.AddAsync(new(owner, new DateOnly(2026, 3, 1), "m:1", "o%", 1, 2, 3, 0), None);
        var views = _services.GetRequiredService<ISummaryViewStore>();
        await views.AddAsync(new(new() { Id = "v:1" }, new(), AccessScope.Everything), None);
        await views.PutPartitionAsync(
            AccessScope.Everything,
            new() { ViewId = "v:1", Group = new Dictionary<string, string>(), MemoryCount = 1, ComputedAt = _clock.Now }, None);

        Assert.True(await tokens.RemoveAsync("p:1", None));
        Assert.Equal(2, await usage.PurgeAsync(new DateOnly(2026, 3, 2), None));
        Assert.True(await views.DeleteAsync(AccessScope.Everything, "v:1", None));

        await AssertOnlyAsync("summary-view-number");
    }
}
