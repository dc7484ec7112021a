namespace AgentMemory.Outage.Tests;

/// <summary>A clock that runs faster than the machine's, timers included: an hour passes in seconds.</summary>
internal sealed class FastTime(double factor) : TimeProvider
{
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
    private readonly long _started = System.GetTimestamp();

    public override long TimestampFrequency => System.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _start + (System.GetElapsedTime(_started) * factor);

    public override long GetTimestamp() => (long)((System.GetTimestamp() - _started) * factor);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Real(dueTime), Real(period));

    /// <summary>A period that became zero would be no period.</summary>
    private TimeSpan Real(TimeSpan time) => time == Timeout.InfiniteTimeSpan || time == TimeSpan.Zero
        ? time
        : TimeSpan.FromMilliseconds(Math.Max(1, time.TotalMilliseconds / factor));
}
