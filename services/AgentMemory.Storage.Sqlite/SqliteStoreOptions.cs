namespace AgentMemory.Storage.Sqlite;

/// <summary>Where and how the embedded store keeps its one file.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>Created with its folder when absent. Several processes may use the same file at once.</summary>
    public required string DatabasePath { get; init; }

    /// <summary>How long a write waits for another process's transaction before it is refused as unavailable.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Writes that would make the file larger are refused as on a full disk; <see langword="null"/> sets no limit.</summary>
    public long? MaximumBytes { get; init; }

    /// <summary>Writes that may wait for the writer; more are refused as unavailable.</summary>
    public int MaximumQueuedWrites { get; init; } = 4096;

    /// <summary>Approximate memory for sessions kept ready to serve.</summary>
    public long SessionCacheBytes { get; init; } = 64 * 1024 * 1024;
}
