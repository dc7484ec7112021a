namespace AgentMemory.Storage;

/// <summary>Wakes all who wait in this process. A signal nobody waits for is remembered once.</summary>
public sealed class LocalSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiting;
    private int _waiters;
    private bool _remembered;

    public void Set()
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            (waiting, _waiting) = (_waiting, null);
            _waiters = 0;
            _remembered = waiting is null;
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
            _waiters++;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(signal, Task.Delay(atMost, limit.Token));
        await limit.CancelAsync();
        Leave(signal);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Once the last one has given up waiting, the next signal is one nobody waits for.</summary>
    private void Leave(Task signal)
    {
        lock (_gate)
        {
            if (_waiting?.Task == signal && --_waiters == 0)
                _waiting = null;
        }
    }
}
