using AgentMemory.Storage.Sqlite.Database;

namespace AgentMemory.Storage.Sqlite.Events;

/// <summary>
/// Wakes those who wait for events: at once for this process's, at the next look for others', which costs a microsecond.
/// </summary>
internal sealed class EventSignal : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly StoreDatabase _database;
    private readonly Lock _gate = new();
    private TaskCompletionSource? _next;

    /// <summary>A time stamp; 0 while there was none.</summary>
    private long _lastChange;

    public EventSignal(StoreDatabase database)
    {
        _database = database;
        database.Feed.Changed += OnChanged;
        database.Feed.Lost += Set;
    }

    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        // An entry may have come between the caller's last look and now. It then has not to wait longer than for others'.
        var lastChange = Interlocked.Read(ref _lastChange);
        var missed = lastChange != 0 && _database.Time.GetElapsedTime(lastChange) < Poll;
        var next = Next();
        for (var left = missed && atMost > Poll ? Poll : atMost; left > TimeSpan.Zero && !next.IsCompleted; left -= Poll)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(next, Task.Delay(left < Poll ? left : Poll, _database.Time, limit.Token));
            await limit.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            _database.Feed.CatchUp();
        }
    }

    public void Dispose()
    {
        _database.Feed.Changed -= OnChanged;
        _database.Feed.Lost -= Set;
    }

    private void OnChanged(StoreChange change) => Set();

    private Task Next()
    {
        lock (_gate)
            return (_next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    private void Set()
    {
        Interlocked.Exchange(ref _lastChange, _database.Time.GetTimestamp());
        TaskCompletionSource? waiting;
        lock (_gate)
            (waiting, _next) = (_next, null);
        waiting?.SetResult();
    }
}
