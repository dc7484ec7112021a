using System.Text.Json;
using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;

namespace AgentMemory.WorkingMemory;

/// <summary>Identifies a session: the same id under two owners is two sessions.</summary>
public readonly record struct SessionKey(Owner Owner, string SessionId)
{
    /// <summary>Names both parts of the owner that it has.</summary>
    public SessionLookup AsLookup() => new(SessionId, Owner.Namespace, Owner.UserId);
}

/// <summary>
/// One session's working memory as stored. Immutable: a store hands out the same instance until the session changes, so
/// callers may attach derived data (such as rendered bytes) to it.
/// </summary>
public sealed record Session
{
    public required SessionKey Key { get; init; }

    /// <summary>In stored order.</summary>
    public IReadOnlyList<MemoryMessage> Messages { get; init; } = [];

    /// <summary>Structured memories; those without <c>PersistedAt</c> await promotion.</summary>
    public IReadOnlyList<MemoryRecord> Memories { get; init; } = [];

    /// <summary>The application's own JSON object.</summary>
    public JsonElement Data { get; init; } = Json.EmptyObject;

    /// <summary>The running summary of messages that left the session.</summary>
    public string? Context { get; init; }

    public int Tokens { get; init; }

    public MemoryStrategy Strategy { get; init; } = MemoryStrategy.Default;

    /// <summary><see langword="null"/> keeps the session until it is deleted.</summary>
    public int? TtlSeconds { get; init; }

    /// <summary>When it vanishes: the last write plus the TTL.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset LastAccessed { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The ETag (<see cref="RecordVersion"/>), new with every change.</summary>
    public long Version { get; init; }

    /// <summary>An expired session is treated as absent, removed or not.</summary>
    public bool IsLiveAt(DateTimeOffset now) => ExpiresAt is null || ExpiresAt > now;

    /// <summary>The <see cref="ExpiresAt"/> of a session that is written now.</summary>
    public static DateTimeOffset? ExpiryOf(DateTimeOffset now, int? ttlSeconds) =>
        ttlSeconds is { } seconds ? now.AddSeconds(seconds) : null;
}
