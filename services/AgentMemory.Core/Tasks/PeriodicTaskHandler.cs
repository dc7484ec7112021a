using System.Diagnostics;

namespace AgentMemory.Tasks;

/// <summary>
/// Runs a periodic task out of turn, when a task of its name is queued. It does not wait for the periodic run, nor keep it
/// waiting: periodic tasks bear being run twice at once, as they do when a lease is lost.
/// </summary>
public sealed class PeriodicTaskHandler(IPeriodicTask periodic) : ITaskHandler
{
    public string Kind => periodic.Name;

    /// <summary>Queued at most once; whoever asks again meanwhile is given the same task.</summary>
    public static TaskRequest Request(IPeriodicTask periodic) => new()
    {
        Kind = periodic.Name,
        Owner = default,
        Payload = "{}",
        Key = "",
        Tracked = true,
        TraceParent = Activity.Current?.Id,
    };

    public Task RunAsync(TaskLease task, CancellationToken cancellationToken) => periodic.RunAsync(cancellationToken);
}
