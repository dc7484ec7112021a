using AgentMemory.Tenancy;

namespace AgentMemory.Tasks;

public static class TaskQueueExtensions
{
    /// <summary>Dead letters, newest first.</summary>
    public static Task<IReadOnlyList<TaskState>> ListDeadAsync(
        this ITaskQueue queue, AccessScope scope, int offset, int limit, CancellationToken cancellationToken) =>
        queue.ListAsync(scope, TaskStatus.Dead, offset, limit, cancellationToken);
}
