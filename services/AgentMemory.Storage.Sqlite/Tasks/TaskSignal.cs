namespace AgentMemory.Storage.Sqlite.Tasks;

/// <summary>Wakes every waiting worker of this process when a task was queued. A signal nobody waits for is remembered.</summary>
internal sealed class TaskSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiting;
    private bool _remembered;

    public void Set()
    {
        lock (_gate)
        {
            _remembered = _waiting is null;
            _waiting?.SetResult();
            _waiting = null;
        }

        waiting?.SetResult();
    }

    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        Task signal;
        lock (_gate)
        {
            if (_remembered)
            {
                _remembered = false;
                return;
            }

            _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            signal = _waiting.Task;
        }

        await Task.WhenAny(signal, Task.Delay(atMost, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
    }
}
