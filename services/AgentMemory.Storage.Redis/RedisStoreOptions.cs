namespace AgentMemory.Storage.Redis;

/// <summary>Where and how the distributed store keeps its data.</summary>
public sealed record RedisStoreOptions
{
    /// <summary>A StackExchange.Redis configuration string, or a <c>redis://</c> or <c>rediss://</c> URL.</summary>
    public required string Connection { get; init; }

    /// <summary>
    /// Names this store among others on the same server. It is the hash tag of every key, so on a cluster a store lives in one
    /// slot (docs/adr/0014). Letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.
    /// </summary>
    public string Name { get; init; } = "agent-memory";

    /// <summary>How vectors are found: <see cref="VectorAlgorithm.Flat"/> is exact. Taken when a model is first used and when the
    /// index is rebuilt.</summary>
    public VectorAlgorithm VectorAlgorithm { get; init; } = VectorAlgorithm.Hnsw;

    /// <summary>Candidates an HNSW search keeps at once: more find better and cost more.</summary>
    public int SearchBreadth { get; init; } = 200;

    /// <summary>How long one command may take, reconnecting included, before it is refused as unavailable.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Approximate memory for sessions kept ready to serve.</summary>
    public long SessionCacheBytes { get; init; } = 64 * 1024 * 1024;

    // A record prints its members; the connection may hold a password.
    public override string ToString() => $"{nameof(RedisStoreOptions)} {{ Name = {Name} }}";
}

/// <summary>Algorithms of the vector index.</summary>
public enum VectorAlgorithm
{
    /// <summary>Approximate, fast at any size.</summary>
    Hnsw,

    /// <summary>Exact, cost proportional to what the filter admits.</summary>
    Flat,
}
