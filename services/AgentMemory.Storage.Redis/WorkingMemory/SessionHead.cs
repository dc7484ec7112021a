using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.WorkingMemory;

/// <summary>What an append needs to know of a session.</summary>
/// <param name="Digests">For each message to append, the digest of the one that has its id already; null where none has.</param>
internal sealed record SessionHead(
    long Version, int MessageCount, int? TtlSeconds, DateTimeOffset? ExpiresAt, IReadOnlyList<RedisValue> Digests);
