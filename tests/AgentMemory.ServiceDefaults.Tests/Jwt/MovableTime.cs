namespace AgentMemory.ServiceDefaults.Tests.Jwt;

/// <summary>A clock that stands still until it is moved ahead, so that no test depends on how fast it runs. Timers are real.</summary>
internal sealed class MovableTime : TimeProvider
{
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
    private TimeSpan _ahead;

    public void Advance(TimeSpan by) => _ahead += by;

    public override DateTimeOffset GetUtcNow() => _start + _ahead;

    public override long GetTimestamp() => (long)(_ahead.TotalSeconds * TimestampFrequency);
}
