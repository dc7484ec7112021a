namespace AgentMemory.Tasks;

/// <summary>Forgets ended tasks that somebody may have asked for, and dead letters nobody retried.</summary>
public sealed class PurgeTasks(ITaskQueue queue, TimeProvider time) : IPeriodicTask
{
    public const int MaximumDeadLetters = 10_000;

    public static readonly TimeSpan SucceededKept = TimeSpan.FromDays(7);

    public static readonly TimeSpan DeadLettersKept = TimeSpan.FromDays(30);

    public string Name => "purge_tasks";

    public TimeSpan Period => TimeSpan.FromHours(1);

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return queue.PurgeAsync(now - SucceededKept, now - DeadLettersKept, MaximumDeadLetters, cancellationToken);
    }
}
