namespace AgentMemory.Tasks;

/// <summary>Does the work of one kind of task. Idempotent: a task may be run again after a crash, or twice at once.</summary>
public interface ITaskHandler
{
    /// <summary>The <see cref="TaskRequest.Kind"/> it serves.</summary>
    string Kind { get; }

    /// <summary>Works within <see cref="TaskLease.Owner"/>'s data. An exception makes the task due again later,
    /// but for a <see cref="Errors.NotFoundException"/>: what the task was about is gone, and it has failed.</summary>
    Task RunAsync(TaskLease task, CancellationToken cancellationToken);
}
