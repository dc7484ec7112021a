namespace AgentMemory.Wire.Requests;

/// <summary>What requests may hold, the same on every interface; validated, names and defaults in docs/configuration.md.</summary>
public sealed record ReadingOptions
{
    /// <summary><c>MAX_FUTURE_TIMESTAMP_SECONDS</c>: how far ahead of the clock a message may be dated.</summary>
    public int MaximumFutureTimestampSeconds { get; init; } = 300;

    /// <summary><c>REQUIRE_MESSAGE_TIMESTAMPS</c>: refuse messages without <c>created_at</c> instead of dating them now.</summary>
    public bool RequireMessageTimestamps { get; init; }

    /// <summary><c>RECALL_DISTANCE_THRESHOLD</c>: of semantic searches that name none; <see langword="null"/> for none.</summary>
    public double? RecallDistanceThreshold { get; init; }

    /// <summary><c>MAX_REQUEST_BODY_BYTES</c>: a larger body is answered with 413.</summary>
    public int MaximumBodyBytes { get; init; } = 10 * 1024 * 1024;
}
