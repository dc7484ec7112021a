namespace AgentMemory.Storage.Conformance;

/// <summary>
/// A clock moved by hand, so that expiry and due times are tested without waiting. Timers and time stamps run really:
/// a provider that polls or groups commits behaves as it does in production.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private long _utcTicks = new DateTimeOffset(2026, 3, 14, 9, 26, 53, 589, TimeSpan.Zero).AddTicks(7930).UtcTicks;

    /// <summary>The present, in the whole microseconds the store keeps.</summary>
    public DateTimeOffset Now => this.UtcNowMicroseconds();

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _utcTicks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _utcTicks, by.Ticks);
}
