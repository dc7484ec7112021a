namespace AgentMemory.Tasks;

/// <summary>Work repeated for as long as a worker runs, in one process at a time.</summary>
public interface IPeriodicTask
{
    /// <summary>Names the lease of its single runner.</summary>
    string Name { get; }

    TimeSpan Period { get; }

    /// <summary>An exception ends this run only; the next one starts a period later.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
