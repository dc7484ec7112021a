using AgentMemory.Tenancy;

namespace AgentMemory.Tasks;

/// <summary>
/// Background work, at least once. A task is queued, leased by one worker at a time, and ends completed or dead. Handlers
/// are idempotent: a lease that runs out (a crash, a stall) makes the task due again.
/// </summary>
/// <remarks>
/// <para><b>SQLite</b>: a table with an index on (state, due time); leasing is one UPDATE … RETURNING. A new task wakes
/// workers of the same process at once, those of other processes at their next poll.</para>
/// <para><b>Redis</b>: a stream with a consumer group for due tasks, a sorted set by due time for later ones moved over by
/// a script, XAUTOCLAIM for leases that ran out, a hash per task key for debouncing, a capped dead-letter stream.</para>
/// </remarks>
public interface ITaskQueue
{
    /// <summary>Queues a task on its own; stores queue tasks with the write that causes them instead.</summary>
    /// <returns>The id: of the queued task with the same kind and key if there is one, whose due time and payload are
    /// then replaced (trailing-edge debounce), else of a new task.</returns>
    Task<string> EnqueueAsync(TaskRequest request, CancellationToken cancellationToken);

    /// <summary>Takes up to <paramref name="limit"/> due tasks, earliest due first, for <paramref name="duration"/>.</summary>
    Task<IReadOnlyList<TaskLease>> LeaseAsync(string worker, int limit, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Extends a lease. False when it was lost: the handler must stop.</summary>
    Task<bool> RenewAsync(TaskLease lease, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Ends the task. False when the lease was lost, in which case somebody else will repeat it.</summary>
    Task<bool> CompleteAsync(TaskLease lease, CancellationToken cancellationToken);

    /// <summary>
    /// Gives the task back, due at <paramref name="retryAt"/>; <see langword="null"/> makes it a dead letter with the
    /// reason. False when the lease was lost.
    /// </summary>
    Task<bool> FailAsync(TaskLease lease, string reason, DateTimeOffset? retryAt, CancellationToken cancellationToken);

    /// <summary>Gives a lease back unused, due at once and not counted as an attempt: what a stopping worker does.</summary>
    Task ReleaseAsync(TaskLease lease, CancellationToken cancellationToken);

    Task<TaskState?> FindAsync(AccessScope scope, string taskId, CancellationToken cancellationToken);

    /// <summary>Dead letters, newest first.</summary>
    Task<IReadOnlyList<TaskState>> ListDeadAsync(AccessScope scope, int offset, int limit, CancellationToken cancellationToken);

    /// <summary>Makes a dead letter due again with no attempts. False when there is none of that id.</summary>
    Task<bool> RetryDeadAsync(AccessScope scope, string taskId, CancellationToken cancellationToken);

    Task<TaskCounts> CountAsync(CancellationToken cancellationToken);

    /// <summary>Completes when a task may have become due, and at the latest after <paramref name="atMost"/>.</summary>
    Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken);
}

/// <summary>A task to queue.</summary>
public sealed record TaskRequest
{
    /// <summary>Selects the handler, such as <c>promote_working_memory</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whose data it works on; the handler's scope.</summary>
    public required Owner Owner { get; init; }

    /// <summary>JSON for the handler.</summary>
    public required string Payload { get; init; }

    /// <summary>At most one task of a kind and owner is queued per key; <see langword="null"/> for no such limit.</summary>
    public string? Key { get; init; }

    /// <summary>The session it works on, if any: deleting the session cancels the task while it is queued (T69).</summary>
    public string? SessionId { get; init; }

    /// <summary><see langword="null"/> is now.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>W3C <c>traceparent</c> of the request that causes it.</summary>
    public string? TraceParent { get; init; }
}

/// <param name="Attempt">1 for the first.</param>
/// <param name="Token">Names this lease among all leases of the task.</param>
public sealed record TaskLease(
    string TaskId, string Kind, Owner Owner, string Payload, string? Key, string? TraceParent, int Attempt, long Token);

public enum TaskStatus { Queued, Leased, Dead }

public sealed record TaskState(
    string TaskId, string Kind, Owner Owner, TaskStatus Status, int Attempts, DateTimeOffset CreatedAt, DateTimeOffset DueAt,
    string? LastError);

public sealed record TaskCounts(long Queued, long Leased, long Dead);
