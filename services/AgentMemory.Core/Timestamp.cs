namespace AgentMemory;

/// <summary>Times are kept in whole microseconds, the precision of the wire format.</summary>
public static class Timestamp
{
    public static DateTimeOffset UtcNowMicroseconds(this TimeProvider time) => Truncate(time.GetUtcNow());

    /// <summary>To UTC, dropping what is finer than a microsecond.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset value)
    {
        var ticks = value.UtcTicks;
        return new DateTimeOffset(ticks - ticks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
    }

    /// <summary>Microseconds since 1970-01-01 UTC.</summary>
    public static long ToMicroseconds(this DateTimeOffset value) =>
        (value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicroseconds(long value) =>
        new(DateTimeOffset.UnixEpoch.Ticks + value * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
