namespace AgentMemory.Storage.Sqlite.Tasks;

/// <summary>Wakes this process's workers when a task was queued. A signal nobody waits for is remembered once.</summary>
internal sealed class TaskSignal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    public void Set()
    {
        // A concurrent Set may win the only place; either way a waiter wakes.
        if (_signal.CurrentCount == 0)
        {
            try
            {
                _signal.Release();
            }
            catch (SemaphoreFullException)
            {
            }
        }
    }

    public void Dispose() => _signal.Dispose();

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _signal.WaitAsync(atMost, cancellationToken);
}
