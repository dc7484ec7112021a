using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tasks;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Tasks;

/// <summary>Leasing tasks and ending leases, each by one script.</summary>
internal sealed partial class RedisTaskQueue
{
    private static readonly string Lease = StoreScripts.Read("tasks", "task-states", "task-lease");
    private static readonly string Renew = StoreScripts.Read("tasks", "task-states", "task-renew");
    private static readonly string Complete = StoreScripts.Read("tasks", "task-states", "task-complete");
    private static readonly string GiveBack = StoreScripts.Read("tasks", "task-states", "task-give-back");
    private static readonly string Bury = StoreScripts.Read("tasks", "task-states", "task-bury");

    public async Task<IReadOnlyList<TaskLease>> LeaseAsync(
        string worker, int limit, TimeSpan duration, CancellationToken cancellationToken)
    {
        // Before looking, so that no task comes unnoticed between this and the wait that follows when there is none.
        await _channel.ListenAsync(cancellationToken);
        var now = _store.Time.UtcNowMicroseconds();
        var leases = (RedisResult[])(await _store.ChangeAsync(
            Lease, [now.ToMicroseconds(), worker, limit, (now + duration).ToMicroseconds()], cancellationToken))!;
        return Array.ConvertAll(leases, lease => TaskFields.ReadLease((RedisResult[])lease!));
    }

    public async Task<bool> RenewAsync(TaskLease lease, TimeSpan duration, CancellationToken cancellationToken) =>
        (bool)await _store.ChangeAsync(
            Renew, [lease.TaskId, lease.Token, (_store.Time.UtcNowMicroseconds() + duration).ToMicroseconds()], cancellationToken);

    public async Task<bool> CompleteAsync(TaskLease lease, CancellationToken cancellationToken) =>
        (bool)await _store.ChangeAsync(Complete, [lease.TaskId, lease.Token, _store.NowMicroseconds], cancellationToken);

    public async Task<bool> FailAsync(TaskLease lease, string reason, DateTimeOffset? retryAt, CancellationToken cancellationToken) =>
        retryAt is { } time
            ? await GiveBackAsync(lease, time, reason, attemptsToForget: 0, cancellationToken)
            : (bool)await _store.ChangeAsync(Bury, [lease.TaskId, lease.Token, _store.NowMicroseconds, reason], cancellationToken);

    public Task<bool> PostponeAsync(TaskLease lease, string reason, DateTimeOffset until, CancellationToken cancellationToken) =>
        GiveBackAsync(lease, until, reason, attemptsToForget: 1, cancellationToken);

    public Task ReleaseAsync(TaskLease lease, CancellationToken cancellationToken) =>
        GiveBackAsync(lease, _store.Time.UtcNowMicroseconds(), reason: null, attemptsToForget: 1, cancellationToken);

    private async Task<bool> GiveBackAsync(
        TaskLease lease, DateTimeOffset due, string? reason, int attemptsToForget, CancellationToken cancellationToken) =>
        (bool)await _store.ChangeAsync(
            GiveBack,
            [
                lease.TaskId, lease.Token, _store.NowMicroseconds, Timestamp.Truncate(due).ToMicroseconds(),
                reason is null ? "" : "=" + reason, -attemptsToForget,
            ],
            cancellationToken);
}
