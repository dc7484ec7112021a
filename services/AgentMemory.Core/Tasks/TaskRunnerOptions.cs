namespace AgentMemory.Tasks;

/// <summary>How background tasks are run.</summary>
public sealed record TaskRunnerOptions
{
    /// <summary>Tasks run at once by one process.</summary>
    public int Concurrency { get; init; } = 10;

    /// <summary>How long after a crash its tasks are due again.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the lease of a running task is extended; well below <see cref="Lease"/>.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for a due task before looking again.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Runs of a task, those that ended in a crash included, before it becomes a dead letter.</summary>
    public int MaximumAttempts { get; init; } = 8;

    /// <summary>Runs of a task whose last failure was a model's unusable answer.</summary>
    public int MaximumModelAttempts { get; init; } = 30;

    /// <summary>How long running tasks may take to finish when the process stops; then they are given back.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(20);
}
