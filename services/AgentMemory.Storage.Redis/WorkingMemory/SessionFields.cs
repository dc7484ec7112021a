using System.Globalization;
using AgentMemory.WorkingMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.WorkingMemory;

/// <summary>
/// A session but its messages as a hash, and back. Times are microseconds. Beside the members of <see cref="Session"/> it has
/// <c>message_count</c>, <c>number</c> (the order of creation), and what tells readers and writers whether anything changed:
/// <see cref="Revision"/> and <see cref="Base"/>.
/// </summary>
internal static class SessionFields
{
    /// <summary>Drawn anew by every write.</summary>
    public const string Revision = "revision";

    /// <summary>Drawn anew by every write but an append: messages a reader knows are still the first ones.</summary>
    public const string Base = "base";

    public const string Number = "number";
    public const string Version = "version";
    public const string MessageCount = "message_count";
    public const string Memories = "memories";
    public const string Strategy = "strategy";
    public const string StrategyConfig = "strategy_config";
    public const string TtlSeconds = "ttl_seconds";
    public const string ExpiresAt = "expires_at";
    public const string UpdatedAt = "updated_at";
    private const string Data = "data";
    private const string Context = "context";
    private const string Tokens = "tokens";
    private const string LastAccessed = "last_accessed";
    private const string CreatedAt = "created_at";

    /// <summary>Every field but the number.</summary>
    /// <param name="absent">Fields the session has no value for.</param>
    public static RedisValue[] Write(Session session, out IReadOnlyList<RedisValue> absent)
    {
        var written = new List<RedisValue>
        {
            Revision, NewRevision(), Base, NewRevision(),
            Memories, StoredJson.Write(session.Memories),
            Data, StoredJson.Write(session.Data),
            Tokens, session.Tokens,
            LastAccessed, session.LastAccessed.ToMicroseconds(),
            CreatedAt, session.CreatedAt.ToMicroseconds(),
        };
        var missing = new List<RedisValue>();
        Optional(Context, session.Context, written, missing);
        WriteChanged(
            session.Version, session.Messages.Count, session.Strategy, session.TtlSeconds, session.ExpiresAt, session.UpdatedAt,
            written, missing);
        absent = missing;
        return [.. written];
    }

    /// <summary>The fields that an append changes, but the base.</summary>
    /// <param name="strategy"><see langword="null"/> to leave it.</param>
    public static RedisValue[] WriteAppended(
        long version, int messageCount, MemoryStrategy? strategy, int? ttlSeconds, DateTimeOffset? expiresAt,
        DateTimeOffset updatedAt, out IReadOnlyList<RedisValue> absent)
    {
        var written = new List<RedisValue> { Revision, NewRevision() };
        var missing = new List<RedisValue>();
        WriteChanged(version, messageCount, strategy, ttlSeconds, expiresAt, updatedAt, written, missing);
        absent = missing;
        return [.. written];
    }

    /// <summary>What a write that changes content but not the version draws anew.</summary>
    public static RedisValue[] WriteStamped() => [Revision, NewRevision(), Base, NewRevision()];

    /// <exception cref="FormatException">A field holds what no version writes.</exception>
    /// <exception cref="System.Text.Json.JsonException">So does a field of JSON.</exception>
    public static Session Read(SessionKey key, SessionHash hash, IReadOnlyList<MemoryMessage> messages) => new()
    {
        Key = key,
        Messages = messages,
        Version = hash.Whole(Version),
        Memories = StoredJson.ReadRecords(hash.Text(Memories)),
        Data = StoredJson.ReadElement(hash.Text(Data)),
        Context = hash.TextOrNull(Context),
        Tokens = (int)hash.Whole(Tokens),
        Strategy = ReadStrategy(hash),
        TtlSeconds = (int?)hash.WholeOrNull(TtlSeconds),
        ExpiresAt = hash.TimeOrNull(ExpiresAt),
        LastAccessed = Timestamp.FromMicroseconds(hash.Whole(LastAccessed)),
        CreatedAt = Timestamp.FromMicroseconds(hash.Whole(CreatedAt)),
        UpdatedAt = Timestamp.FromMicroseconds(hash.Whole(UpdatedAt)),
    };

    /// <summary>The session after messages were added to it.</summary>
    public static Session ReadAppended(Session known, SessionHash hash, IEnumerable<MemoryMessage> added) => known with
    {
        Messages = [.. known.Messages, .. added],
        Version = hash.Whole(Version),
        Strategy = ReadStrategy(hash),
        TtlSeconds = (int?)hash.WholeOrNull(TtlSeconds),
        ExpiresAt = hash.TimeOrNull(ExpiresAt),
        UpdatedAt = Timestamp.FromMicroseconds(hash.Whole(UpdatedAt)),
    };

    public static MemoryStrategy ReadStrategy(SessionHash hash) => new()
    {
        Strategy = hash.Text(Strategy),
        Config = StoredJson.ReadElement(hash.Text(StrategyConfig)),
    };

    private static void WriteChanged(
        long version, int messageCount, MemoryStrategy? strategy, int? ttlSeconds, DateTimeOffset? expiresAt,
        DateTimeOffset updatedAt, List<RedisValue> written, List<RedisValue> missing)
    {
        written.AddRange([Version, version, MessageCount, messageCount, UpdatedAt, updatedAt.ToMicroseconds()]);
        if (strategy is not null)
            written.AddRange([Strategy, strategy.Strategy, StrategyConfig, StoredJson.Write(strategy.Config)]);
        Optional(TtlSeconds, ttlSeconds?.ToString(CultureInfo.InvariantCulture), written, missing);
        Optional(ExpiresAt, expiresAt?.ToMicroseconds().ToString(CultureInfo.InvariantCulture), written, missing);
    }

    private static void Optional(string field, string? value, List<RedisValue> written, List<RedisValue> missing)
    {
        if (value is null)
            missing.Add(field);
        else
            written.AddRange([field, value]);
    }

    private static RedisValue NewRevision() => RecordVersion.New();
}
