using AgentMemory.Tasks;

namespace AgentMemory.Storage.Conformance.Tasks;

/// <summary>What <see cref="ITaskQueue"/> promises.</summary>
public abstract partial class TaskQueueConformance : StoreConformance
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private ITaskQueue Queue => Store.Tasks;

    private Task<string> EnqueueAsync(TaskRequest request) => Queue.EnqueueAsync(request, None);

    private Task<IReadOnlyList<TaskLease>> LeaseAsync(int limit = 100, string worker = "worker") =>
        Queue.LeaseAsync(worker, limit, Minute, None);

    private async Task<TaskLease> LeaseOneAsync() => Assert.Single(await LeaseAsync());

    private async Task<TaskState> StateAsync(string taskId)
    {
        var state = await Queue.FindAsync(Everything, taskId, None);
        Assert.NotNull(state);
        return state;
    }
}
