namespace AgentMemory.Storage.Redis.Events;

/// <summary>Wakes those who wait for events, however many wait, when the log tells of any.</summary>
internal sealed class EventSignal(TimeProvider time)
{
    /// <summary>What was told in this time before a wait may have come between the caller's last look and the wait.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(2);

    /// <summary>Such a wait is short.</summary>
    private static readonly TimeSpan AfterRecent = TimeSpan.FromMilliseconds(200);

    /// <summary>While others write all the time, nobody looks more often than this.</summary>
    private static readonly TimeSpan AtLeast = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private TaskCompletionSource? _next;

    /// <summary>A time stamp; 0 while there was none.</summary>
    private long _lastSet;

    public void Set()
    {
        Interlocked.Exchange(ref _lastSet, time.GetTimestamp());
        TaskCompletionSource? waiting;
        lock (_gate)
            (waiting, _next) = (_next, null);
        waiting?.SetResult();
    }

    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var lastSet = Interlocked.Read(ref _lastSet);
        var isRecent = lastSet != 0 && time.GetElapsedTime(lastSet) < Recent;
        var limit = isRecent && atMost > AfterRecent ? AfterRecent : atMost;
        if (limit <= TimeSpan.Zero)
            return;

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Next(), Task.Delay(limit, time, end.Token));
        await end.CancelAsync();
        var early = AtLeast - time.GetElapsedTime(begun);
        await Task.Delay(early > TimeSpan.Zero ? early : TimeSpan.Zero, time, cancellationToken);
    }

    private Task Next()
    {
        lock (_gate)
            return (_next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }
}
