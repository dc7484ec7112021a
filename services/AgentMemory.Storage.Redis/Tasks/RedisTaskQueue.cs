using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using StackExchange.Redis;
using TaskStatus = AgentMemory.Tasks.TaskStatus;

namespace AgentMemory.Storage.Redis.Tasks;

/// <summary>Queueing tasks and looking at them. Leases are in the other part; <c>tasks.lua</c> tells how they are kept.</summary>
internal sealed partial class RedisTaskQueue : ITaskQueue
{
    /// <summary>Tasks looked at in one round trip, for a caller who may not see them all.</summary>
    private const int PageSize = 500;

    /// <summary>Tasks forgotten by one script: it keeps everybody else waiting.</summary>
    private const int PurgedAtOnce = 1000;

    private static readonly string Retry = StoreScripts.Read("tasks", "task-states", "task-retry");
    private static readonly string Purge = StoreScripts.Read("tasks", "task-purge");

    private readonly RedisStore _store;
    private readonly LocalSignal _signal = new();
    private readonly StoreChannel _channel;

    public RedisTaskQueue(RedisStore store)
    {
        _store = store;
        _channel = store.Channel("tasks", _signal.Set);
    }

    public async Task<string> EnqueueAsync(TaskRequest request, CancellationToken cancellationToken)
    {
        await _channel.ListenAsync(cancellationToken);
        return await _store.WriteAsync(
            request.Id ?? Ulid.New(),
            batch =>
            {
                batch.Enqueue(request);
                return Task.FromResult(true);
            },
            static (_, made) => made[0], cancellationToken);
    }

    public async Task<TaskState?> FindAsync(AccessScope scope, string taskId, CancellationToken cancellationToken) =>
        await _store.ReadAsync(database => FindAsync(database, taskId), cancellationToken) is { } task && scope.Contains(task.Owner)
            ? task
            : null;

    public Task<IReadOnlyList<TaskState>> ListAsync(
        AccessScope scope, TaskStatus status, int offset, int limit, CancellationToken cancellationToken)
    {
        var (set, order) = status switch
        {
            TaskStatus.Queued => ("tasks-queued", Order.Ascending),
            TaskStatus.Leased => ("tasks-leased", Order.Ascending),
            TaskStatus.Dead => ("tasks-dead", Order.Descending),
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Tasks that succeeded are not listed."),
        };
        return _store.ReadAsync(
            async database =>
            {
                if (scope.IsUnrestricted)
                    return Of(status, await PageAsync(database, set, order, offset, limit));
                var tasks = new List<TaskState>();
                for (int start = 0, read = PageSize; tasks.Count < offset + limit && read == PageSize; start += PageSize)
                {
                    var page = await PageAsync(database, set, order, start, PageSize);
                    tasks.AddRange(Of(status, page).Where(task => scope.Contains(task.Owner)));
                    read = page.Length;
                }

                return [.. tasks.Skip(offset).Take(limit)];
            },
            cancellationToken);
    }

    public async Task<bool> RetryDeadAsync(AccessScope scope, string taskId, CancellationToken cancellationToken) =>
        await FindAsync(scope, taskId, cancellationToken) is { Status: TaskStatus.Dead } task
        && (bool)await _store.ChangeAsync(
            Retry, [taskId, Keys.Part(task.Owner), _store.NowMicroseconds], cancellationToken);

    public async Task<int> PurgeAsync(
        DateTimeOffset succeededBefore, DateTimeOffset deadBefore, int maximumDead, CancellationToken cancellationToken)
    {
        for (var purged = 0; ;)
        {
            var gone = (int)await _store.ChangeAsync(
                Purge,
                [
                    Timestamp.Truncate(succeededBefore).ToMicroseconds(), Timestamp.Truncate(deadBefore).ToMicroseconds(),
                    maximumDead, PurgedAtOnce,
                ],
                cancellationToken);
            purged += gone;
            if (gone < PurgedAtOnce)
                return purged;
        }
    }

    public Task<TaskCounts> CountAsync(CancellationToken cancellationToken) => _store.ReadAsync(
        async database =>
        {
            var queued = database.SortedSetLengthAsync(_store.Keys.Of("tasks-queued"));
            var leased = database.SortedSetLengthAsync(_store.Keys.Of("tasks-leased"));
            var dead = database.SortedSetLengthAsync(_store.Keys.Of("tasks-dead"));
            return new TaskCounts(await queued, await leased, await dead);
        },
        cancellationToken);

    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        // In this order: what is queued once the channel is open ends the wait.
        var waiting = _signal.WaitAsync(atMost, cancellationToken);
        await _channel.ListenAsync(cancellationToken);
        await waiting;
    }

    private async Task<TaskState?> FindAsync(IDatabase database, string taskId) => TaskFields.ReadState(
        taskId, await database.HashGetAsync(TaskFields.KeyOf(_store.Keys, taskId), TaskFields.State));

    /// <summary>Tasks whosever they are; with those that passed to another status while they were read.</summary>
    private async Task<TaskState?[]> PageAsync(IDatabase database, string set, Order order, int offset, int limit)
    {
        if (limit <= 0)
            return [];
        var members = await database.SortedSetRangeByRankAsync(_store.Keys.Of(set), offset, offset + (long)limit - 1, order);
        return await Task.WhenAll(members.Select(member => FindAsync(database, TaskFields.IdOf(member))));
    }

    private static IReadOnlyList<TaskState> Of(TaskStatus status, TaskState?[] page) =>
        [.. page.OfType<TaskState>().Where(task => task.Status == status)];
}
