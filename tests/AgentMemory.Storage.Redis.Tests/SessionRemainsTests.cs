using AgentMemory.Storage.Conformance;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>What is left in Redis of sessions that are no more: nothing, and no key that leads to them.</summary>
public sealed class SessionRemainsTests : IAsyncLifetime
{
    private static readonly SessionKey Key = new(new Owner("n", "u"), "s");
    private static readonly AccessScope Scope = AccessScope.Of(Key.Owner);
    private readonly ManualTimeProvider _clock = new();
    private RedisStoreOptions _options = null!;
    private ServiceProvider _services = null!;

    private IWorkingMemoryStore Sessions => _services.GetRequiredService<IWorkingMemoryStore>();

    private ITaskQueue Tasks => _services.GetRequiredService<ITaskQueue>();

    public async Task InitializeAsync()
    {
        _options = new() { Connection = await TestRedis.DemandAsync(needsSearch: false), Name = $"test-{Guid.NewGuid():N}" };
        _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock).AddRedisStore(_options)
            .BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        if (_services is null)
            return;
        await _services.DisposeAsync();
        await TestRedis.RemoveAsync(_options);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_deleted_session()
    {
        await PrepareAsync();

        await Sessions.DeleteAsync(Scope, Key.AsLookup(), WriteCondition.None, CancellationToken.None);

        Assert.Empty(await RemainsAsync());
    }

    [Fact]
    public async Task Of_an_expired_session_is_left_what_waits_for_extraction_until_no_task_is_left()
    {
        await PrepareAsync();
        _clock.Advance(TimeSpan.FromSeconds(11));
        await Sessions.PurgeExpiredAsync(10, CancellationToken.None);
        Assert.Equal(
            ["departed", "departed-forget", "departed-waiting", "departed-waiting-order", "task-session"], await RemainsAsync());

        var leases = await Tasks.LeaseAsync("w", 1, TimeSpan.FromMinutes(1), CancellationToken.None);
        await Tasks.CompleteAsync(leases[0], CancellationToken.None);
        await Sessions.PurgeExpiredAsync(10, CancellationToken.None);

        Assert.Empty(await RemainsAsync());
    }

    [Fact]
    public async Task Nothing_is_left_once_what_waited_was_extracted()
    {
        await PrepareAsync();
        _clock.Advance(TimeSpan.FromSeconds(11));
        var backlog = await Sessions.FindUnextractedAsync(Scope, Key, CancellationToken.None);

        await Sessions.CommitExtractionAsync(
            Scope, Key, new ExtractionCommit { OperationId = "o", Messages = backlog!.Departed }, CancellationToken.None);

        Assert.Equal(["m1", "m2"], backlog.Departed.Select(message => message.Id));
        Assert.Equal(["task-session"], await RemainsAsync());
    }

    /// <summary>A session with a task, a message in it and one that left it.</summary>
    private async Task PrepareAsync()
    {
        var task = new TaskRequest { Kind = "k", Owner = Key.Owner, SessionId = Key.SessionId, Payload = "{}" };
        await Sessions.PutAsync(
            Scope,
            new SessionReplacement { Key = Key, Messages = [Samples.Message("m1"), Samples.Message("m2")], Ttl = TtlChange.To(10) },
            WriteCondition.None, [task], CancellationToken.None);
        await Sessions.CommitSummaryAsync(
            Scope, Key, new SummaryCommit { Messages = [Samples.Message("m1")], PreviousContext = null, Context = "c" },
            CancellationToken.None);
    }

    /// <summary>Kinds of the keys there are of sessions; the event log, the tasks and counters are others' affair.</summary>
    private async Task<IReadOnlyList<string>> RemainsAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(_options.Connection);
        var kinds = new List<string>();
        await foreach (var key in connection.GetServers()[0].KeysAsync(pattern: $"{{{_options.Name}}}:*"))
            kinds.Add(((string)key!).Split(':')[1]);
        return [.. kinds.Where(kind => !kind.StartsWith("event", StringComparison.Ordinal) && kind is not "task" and not "session-number"
            && (kind == "task-session" || !kind.StartsWith("task", StringComparison.Ordinal))).Order(StringComparer.Ordinal)];
    }
}
