using AgentMemory.Errors;
using AgentMemory.Search;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.SummaryViews;

/// <summary>Summary views as callers use them (spec 2.14). A view works within the scope it was created in.</summary>
public sealed class SummaryViewService(
    ISummaryViewStore store, PartitionSummarizer summarizer, ITaskQueue queue, EngineOptions options)
{
    /// <param name="view">Its id is not looked at: the view gets a new one.</param>
    /// <param name="filter">What the view's filters mean.</param>
    /// <exception cref="InvalidRequestException">A source, grouping field or filter that views do not have.</exception>
    public async Task<SummaryView> CreateAsync(
        AccessScope scope, SummaryView view, MemoryFilter filter, CancellationToken cancellationToken)
    {
        SummaryViewRules.Demand(view);
        var created = view with { Id = Ulid.New() };
        await store.AddAsync(new StoredSummaryView(created, filter, scope), cancellationToken);
        return created;
    }

    public async Task<IReadOnlyList<SummaryView>> ListAsync(AccessScope scope, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(scope, cancellationToken)).Select(stored => stored.View)];

    /// <exception cref="NotFoundException">No such view in scope.</exception>
    public async Task<SummaryView> GetAsync(AccessScope scope, string viewId, CancellationToken cancellationToken) =>
        (await FindAsync(scope, viewId, cancellationToken)).View;

    /// <summary>Removes the view with its partitions (T55); nothing happens when there is none in scope.</summary>
    public Task DeleteAsync(AccessScope scope, string viewId, CancellationToken cancellationToken) =>
        store.DeleteAsync(scope, viewId, cancellationToken);

    /// <summary>Summarises one group now, and stores the result.</summary>
    /// <param name="group">One value for each of the view's grouping fields.</param>
    /// <exception cref="NotFoundException">No such view in scope.</exception>
    /// <exception cref="InvalidRequestException">The group's fields are not the view's.</exception>
    public async Task<SummaryPartition> RunPartitionAsync(
        AccessScope scope, string viewId, IReadOnlyDictionary<string, string> group, CancellationToken cancellationToken)
    {
        options.DemandLongTermMemory();
        DemandNamed(scope, group);
        var view = await FindAsync(scope, viewId, cancellationToken);
        if (!group.Keys.ToHashSet(StringComparer.Ordinal).SetEquals(view.View.GroupBy))
        {
            throw new InvalidRequestException(
                $"group must have exactly the fields of the view's group_by: [{SummaryViewRules.Names(view.View.GroupBy)}], not "
                + $"[{SummaryViewRules.Names(group.Keys)}]");
        }

        var computed = await summarizer.ComputeAsync(view, group, heedsBudget: false, cancellationToken);
        if (!computed.ModelFailed || !await HasSummaryAsync(view, group, cancellationToken))
            await store.PutPartitionAsync(view.Scope, computed.Partition, cancellationToken);
        return computed.Partition;
    }

    /// <summary>What was summarised so far, of groups with the given values.</summary>
    /// <exception cref="NotFoundException">No such view in scope.</exception>
    public async Task<IReadOnlyList<SummaryPartition>> ListPartitionsAsync(
        AccessScope scope, string viewId, IReadOnlyDictionary<string, string> group, CancellationToken cancellationToken)
    {
        DemandNamed(scope, group);
        await FindAsync(scope, viewId, cancellationToken);
        return await store.ListPartitionsAsync(scope, viewId, group, cancellationToken);
    }

    /// <summary>Queues a run of the whole view.</summary>
    /// <param name="taskId">The caller's id for it; repeating a request with the same id starts no second run.</param>
    /// <exception cref="NotFoundException">No such view in scope.</exception>
    /// <exception cref="ConflictException">The id is another task's.</exception>
    public async Task<TaskState> RunAsync(
        AccessScope scope, string viewId, string? taskId, CancellationToken cancellationToken)
    {
        options.DemandLongTermMemory();
        var view = await FindAsync(scope, viewId, cancellationToken);
        if (taskId is not null && await queue.FindAsync(scope, taskId, cancellationToken) is { } earlier)
            return DemandOwn(earlier, viewId);

        var id = await queue.EnqueueAsync(SummaryViewTasks.Requested(view, taskId), cancellationToken);
        var queued = await queue.FindAsync(scope, id, cancellationToken)
            ?? throw new InvalidOperationException($"Task {id} was queued and cannot be found");

        // A worker may have begun meanwhile; the caller is answered with what it asked for, a run that waits.
        return DemandOwn(queued, viewId) with { Status = Tasks.TaskStatus.Queued, Attempts = 0, StartedAt = null, CompletedAt = null };
    }

    /// <summary>Whether there is something that an answer without a model's summary must not replace.</summary>
    private async Task<bool> HasSummaryAsync(
        StoredSummaryView view, IReadOnlyDictionary<string, string> group, CancellationToken cancellationToken) =>
        (await store.ListPartitionsAsync(view.Scope, view.View.Id, group, cancellationToken))
            .Any(PartitionSummarizer.IsSummary);

    private static TaskState DemandOwn(TaskState task, string viewId) =>
        task.Kind == SummaryViewTasks.Kind && SummaryViewTasks.ViewIdOf(task) == viewId
            ? task
            : throw new ConflictException($"Task {task.TaskId} is another one: send a new `task_id`, or none");

    private static void DemandNamed(AccessScope scope, IReadOnlyDictionary<string, string> group) =>
        scope.DemandNamed(group.GetValueOrDefault("namespace"), group.GetValueOrDefault("user_id"));

    private async Task<StoredSummaryView> FindAsync(AccessScope scope, string viewId, CancellationToken cancellationToken) =>
        await store.FindAsync(scope, viewId, cancellationToken)
        ?? throw new NotFoundException($"SummaryView {viewId} not found");
}
