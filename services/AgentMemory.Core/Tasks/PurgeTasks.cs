namespace AgentMemory.Tasks;

/// <summary>Forgets ended tasks that somebody may have asked for, and dead letters nobody retried.</summary>
public sealed class PurgeTasks(ITaskQueue queue, TimeProvider time) : IPeriodicTask
{
    public const int DeadKept = 10_000;

    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public string Name => "purge_tasks";

    public TimeSpan Period => TimeSpan.FromHours(1);

    public Task RunAsync(CancellationToken cancellationToken) =>
        queue.PurgeAsync(time.GetUtcNow() - Kept, DeadKept, cancellationToken);
}
