using AgentMemory.Errors;
using AgentMemory.SummaryViews;
using AgentMemory.Tenancy;

namespace AgentMemory.Tasks;

/// <summary>
/// Background tasks as callers see them. A task belongs to its owner's scope; one that runs a summary view is known only to
/// those who see everything the view may.
/// </summary>
public sealed class TaskService(ITaskQueue queue)
{
    private const int PageSize = 100;

    /// <exception cref="NotFoundException">No such task in scope.</exception>
    public async Task<TaskState> GetAsync(AccessScope scope, string taskId, CancellationToken cancellationToken) =>
        await queue.FindAsync(scope, taskId, cancellationToken) is { } task && IsVisible(scope, task)
            ? task
            : throw new NotFoundException($"Task {taskId} not found");

    /// <summary>Tasks of one status in the order of <see cref="ITaskQueue.ListAsync"/>.</summary>
    public async Task<IReadOnlyList<TaskState>> ListAsync(
        AccessScope scope, TaskStatus status, int offset, int limit, CancellationToken cancellationToken)
    {
        var wanted = new List<TaskState>();
        var (read, skipped) = (0, 0);
        while (wanted.Count < limit)
        {
            var page = await queue.ListAsync(scope, status, read, PageSize, cancellationToken);
            foreach (var task in page.Where(task => IsVisible(scope, task)))
            {
                if (skipped++ >= offset && wanted.Count < limit)
                    wanted.Add(task);
            }

            read += page.Count;
            if (page.Count < PageSize)
                break;
        }

        return wanted;
    }

    /// <summary>Makes a dead letter due again, as if it had never been tried.</summary>
    /// <exception cref="NotFoundException">No such task in scope.</exception>
    /// <exception cref="ConflictException">It has not failed.</exception>
    public async Task<TaskState> RetryAsync(AccessScope scope, string taskId, CancellationToken cancellationToken)
    {
        var task = await GetAsync(scope, taskId, cancellationToken);
        if (!await queue.RetryDeadAsync(scope, taskId, cancellationToken))
            throw new ConflictException($"Task {taskId} has not failed: only failed tasks can be retried");
        return task with { Status = TaskStatus.Queued, Attempts = 0, StartedAt = null, CompletedAt = null };
    }

    private static bool IsVisible(AccessScope scope, TaskState task) =>
        task.Kind != SummaryViewTasks.Kind || scope.Covers(SummaryViewTasks.ScopeOf(task));
}
