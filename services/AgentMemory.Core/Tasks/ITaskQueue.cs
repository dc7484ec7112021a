using AgentMemory.Tenancy;

namespace AgentMemory.Tasks;

/// <summary>
/// Background work, at least once. A task is queued, leased by one worker at a time, and ends completed or dead. Handlers
/// are idempotent: a lease that runs out (a crash, a stall) makes the task due again. Of the tasks of one kind, owner and key
/// at most one is leased at a time, so that a write during a run is worked on after it, not beside it.
/// </summary>
/// <remarks>
/// <para><b>SQLite</b>: a table with an index on (state, due time); leasing is one UPDATE … RETURNING. A new task wakes
/// workers of the same process at once, those of other processes at their next poll.</para>
/// <para><b>Redis</b>: a hash per task and an ordered set per state, by due time, by lease end, by time of death; every step is
/// one script. A new task wakes the workers of all processes by a message.</para>
/// </remarks>
public interface ITaskQueue
{
    /// <summary>Queues a task on its own; stores queue tasks with the write that causes them instead.</summary>
    /// <returns>The id: of the queued task with the same kind and key if there is one, whose due time and payload are
    /// then replaced (trailing-edge debounce, within <see cref="TaskRequest.MaximumDelay"/>), else of a new task. A task of
    /// the same <see cref="TaskRequest.Id"/>, kind and owner is left as it is, whatever has become of it.</returns>
    /// <exception cref="Errors.ConflictException">The id is another kind's or owner's task; the message says no more.</exception>
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

    /// <summary>
    /// Gives the task back, due at <paramref name="until"/> and not counted as an attempt: what it needs is not there now.
    /// False when the lease was lost.
    /// </summary>
    Task<bool> PostponeAsync(TaskLease lease, string reason, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Gives a lease back unused, due at once and not counted as an attempt: what a stopping worker does.</summary>
    Task ReleaseAsync(TaskLease lease, CancellationToken cancellationToken);

    Task<TaskState?> FindAsync(AccessScope scope, string taskId, CancellationToken cancellationToken);

    /// <summary>Tasks of one status: dead letters newest first, queued ones by when they are due, leased ones by when their
    /// lease ends.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Tasks that succeeded are not listed.</exception>
    Task<IReadOnlyList<TaskState>> ListAsync(
        AccessScope scope, TaskStatus status, int offset, int limit, CancellationToken cancellationToken);

    /// <summary>Makes a dead letter due again with no attempts. False when there is none of that id.</summary>
    Task<bool> RetryDeadAsync(AccessScope scope, string taskId, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets tracked tasks that succeeded, and dead letters, each last touched before its time, and the oldest dead letters
    /// beyond <paramref name="maximumDead"/>; returns how many went.
    /// </summary>
    Task<int> PurgeAsync(
        DateTimeOffset succeededBefore, DateTimeOffset deadBefore, int maximumDead, CancellationToken cancellationToken);

    Task<TaskCounts> CountAsync(CancellationToken cancellationToken);

    /// <summary>Completes when a task may have become due, and at the latest after <paramref name="atMost"/>.</summary>
    Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken);
}

/// <summary>A task to queue.</summary>
public sealed record TaskRequest
{
    /// <summary>The caller's own id for it, unique among all tasks; <see langword="null"/> makes one.</summary>
    public string? Id { get; init; }

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

    /// <summary>How long after it was first queued further requests of its key may push it back.</summary>
    public TimeSpan? MaximumDelay { get; init; }

    /// <summary>Whether it can still be found once it succeeded, until it is purged: somebody has its id.</summary>
    public bool Tracked { get; init; }

    /// <summary>W3C <c>traceparent</c> of the request that causes it.</summary>
    public string? TraceParent { get; init; }
}

/// <param name="Attempt">1 for the first.</param>
/// <param name="Token">Names this lease among all leases of the task.</param>
public sealed record TaskLease(
    string TaskId, string Kind, Owner Owner, string Payload, string? Key, string? TraceParent, int Attempt, long Token,
    string? SessionId = null);

public enum TaskStatus { Queued, Leased, Dead, Succeeded }

/// <param name="Attempts">Leases given so far; 0 while it has not begun.</param>
/// <param name="StartedAt">The first lease.</param>
/// <param name="CompletedAt">When it succeeded or died.</param>
public sealed record TaskState(
    string TaskId, string Kind, Owner Owner, TaskStatus Status, int Attempts, DateTimeOffset CreatedAt, DateTimeOffset DueAt,
    string? LastError, string Payload, string? SessionId, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt);

public sealed record TaskCounts(long Queued, long Leased, long Dead);
