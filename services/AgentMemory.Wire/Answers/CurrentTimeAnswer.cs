namespace AgentMemory.Wire.Answers;

/// <summary>The moment of asking.</summary>
/// <param name="IsoUtc">Whole seconds, <c>2026-01-31T10:00:00Z</c>.</param>
/// <param name="UnixTs">The same moment in Unix seconds, whatever the server's time zone (T64).</param>
public sealed record CurrentTimeAnswer(string IsoUtc, long UnixTs)
{
    public static CurrentTimeAnswer Of(DateTimeOffset now) => new(
        now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture), now.ToUnixTimeSeconds());
}
