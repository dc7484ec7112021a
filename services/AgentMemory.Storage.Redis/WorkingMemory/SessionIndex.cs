using AgentMemory.Storage.Redis.Database;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Redis.WorkingMemory;

/// <summary>
/// What sessions are found by: ordered sets by number, of all and of each namespace's, user's and owner's
/// (<c>session-list.lua</c>); the owners of each id (<c>session-read.lua</c>); and those that expire, by when.
/// </summary>
internal static class SessionIndex
{
    public const string Expiry = "session-expiry";

    /// <summary>A session that is new, its hash written before.</summary>
    public static void Add(WriteBatch batch, SessionKey key, SessionKeys names)
    {
        var keys = batch.Keys;
        batch.Number(
            keys.Of("session-number"), names.Hash, SessionFields.Number,
            (keys.Of("sessions"), names.Member),
            (keys.Of("sessions-by-namespace", key.Owner.Namespace ?? ""), names.Member),
            (keys.Of("sessions-by-user", key.Owner.UserId ?? ""), names.Member),
            (keys.Of("sessions-by-owner", key.Owner), names.Member));
        var (byNamespace, byUser) = Owners(key);
        batch.Do("ZADD", keys.Of("session-owners", key.SessionId), 0, byNamespace, 0, byUser);
    }

    public static void Remove(WriteBatch batch, SessionKey key, SessionKeys names)
    {
        var keys = batch.Keys;
        batch.Do("ZREM", keys.Of("sessions"), names.Member);
        batch.Do("ZREM", keys.Of("sessions-by-namespace", key.Owner.Namespace ?? ""), names.Member);
        batch.Do("ZREM", keys.Of("sessions-by-user", key.Owner.UserId ?? ""), names.Member);
        batch.Do("ZREM", keys.Of("sessions-by-owner", key.Owner), names.Member);
        var (byNamespace, byUser) = Owners(key);
        batch.Do("ZREM", keys.Of("session-owners", key.SessionId), byNamespace, byUser);
        batch.Do("ZREM", keys.Of(Expiry), names.Member);
    }

    public static void Expire(WriteBatch batch, SessionKeys names, DateTimeOffset? at)
    {
        if (at is { } time)
            batch.Do("ZADD", batch.Keys.Of(Expiry), time.ToMicroseconds(), names.Member);
        else
            batch.Do("ZREM", batch.Keys.Of(Expiry), names.Member);
    }

    private static (string ByNamespace, string ByUser) Owners(SessionKey key)
    {
        var (@namespace, user) = (Keys.Escape(key.Owner.Namespace ?? ""), Keys.Escape(key.Owner.UserId ?? ""));
        return ($"n{@namespace}:{user}", $"u{user}:{@namespace}");
    }
}
