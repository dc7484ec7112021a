using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Sqlite.WorkingMemory;

/// <summary>
/// Rows of <c>departed_message</c>: what left its session before extraction saw it, whole, and what extraction has seen, as
/// id and hash only.
/// </summary>
internal static class DepartedRows
{
    /// <summary>Of one session; a client that sends still older messages again has them extracted again.</summary>
    private const int MaximumRemembered = 10_000;

    /// <summary>Of one session; reached only where nobody extracts.</summary>
    private const int MaximumWaiting = 100_000;

    private const string OfSession = "session_id = ?1 AND namespace = ?2 AND user_id = ?3";

    /// <summary>Of the index on ids, which the planner takes for no better than the primary key.</summary>
    private const string OfMessage = $"departed_message INDEXED BY departed_message_id WHERE {OfSession} AND id = ?4 AND hash = ?5";

    public static bool Any(StoreConnection connection, SessionKey key) =>
        connection.Scalar($"SELECT 1 FROM departed_message WHERE {OfSession} LIMIT 1", Arguments(key)) is not null;

    /// <summary>Keeps messages that leave the session: whole, or, those extraction has seen, as a remembrance.</summary>
    public static void Keep(StoreConnection connection, SessionKey key, MemoryStrategy strategy, IEnumerable<MemoryMessage> messages)
    {
        var position = (long?)connection.Scalar(
            $"SELECT max(position) FROM departed_message WHERE {OfSession}", Arguments(key)) ?? 0;
        foreach (var message in messages)
            Insert(connection, key, ++position, strategy, message);
        Bound(connection, key, position, MaximumRemembered, extracted: 1);
        Bound(connection, key, position, MaximumWaiting, extracted: 0);
    }

    /// <summary>What extraction has not seen, oldest first, and the strategy the newest of it was to be extracted with.</summary>
    public static (IReadOnlyList<MemoryMessage> Messages, MemoryStrategy? Strategy) Waiting(StoreConnection connection, SessionKey key)
    {
        var messages = new List<MemoryMessage>();
        MemoryStrategy? strategy = null;
        using var reader = connection.Query(
            $"""
            SELECT id, role, content, created_at, persisted_at, extracted, metadata, strategy, strategy_config
            FROM departed_message INDEXED BY departed_message_waiting WHERE {OfSession} AND extracted = 0 ORDER BY position
            """,
            Arguments(key));
        while (reader.Read())
        {
            messages.Add(SessionRows.ReadMessage(reader));
            strategy = new MemoryStrategy { Strategy = reader.GetString(7), Config = StoredJson.ReadElement(reader.GetString(8)) };
        }

        return (messages, strategy);
    }

    /// <summary>Takes a message that comes back into its session off the rows, with its server-owned flags.</summary>
    public static MemoryMessage? TakeBack(StoreConnection connection, SessionKey key, MemoryMessage message)
    {
        MemoryMessage? taken = null;
        using var reader = connection.Query(
            $"DELETE FROM {OfMessage} RETURNING extracted, persisted_at",
            [.. Arguments(key), message.Id, MessageDigest.OfContent(message)]);
        while (reader.Read())
        {
            taken = message with
            {
                DiscreteMemoryExtracted = reader.GetBoolean(0) || taken is { DiscreteMemoryExtracted: true },
                PersistedAt = reader.TimeOrNull(1) ?? taken?.PersistedAt,
            };
        }

        return taken;
    }

    /// <summary>Whether extraction has seen the message; <see langword="null"/> when it is not among the rows.</summary>
    public static bool? IsExtracted(StoreConnection connection, SessionKey key, MemoryMessage message) =>
        connection.Scalar(
            $"SELECT min(extracted) FROM {OfMessage}",
            [.. Arguments(key), message.Id, MessageDigest.OfContent(message)]) is long extracted ? extracted == 1 : null;

    /// <param name="isLive">Whether the session goes on, so that the message may come back and must be known then.</param>
    public static void Stamp(StoreConnection connection, SessionKey key, MemoryMessage message, bool isLive) =>
        connection.Execute(
            isLive
                ? $"""
                  UPDATE departed_message INDEXED BY departed_message_id SET extracted = 1, created_at = NULL, role = NULL,
                      content = NULL, metadata = NULL, strategy = NULL, strategy_config = NULL
                  WHERE {OfSession} AND id = ?4 AND hash = ?5 AND extracted = 0
                  """
                : $"DELETE FROM {OfMessage}",
            [.. Arguments(key), message.Id, MessageDigest.OfContent(message)]);

    public static void Forget(StoreConnection connection, SessionKey key) =>
        connection.Execute($"DELETE FROM departed_message WHERE {OfSession}", Arguments(key));

    /// <summary>The session ended by itself: what follows under its key is another one, to which none of its flags apply.</summary>
    /// <returns>Whether messages wait for extraction.</returns>
    public static bool Outlive(StoreConnection connection, SessionKey key, DateTimeOffset now)
    {
        connection.Execute($"DELETE FROM departed_message WHERE {OfSession} AND extracted = 1", Arguments(key));
        return connection.Execute(
            $"UPDATE departed_message SET persisted_at = NULL, forget_at = ?4 WHERE {OfSession}",
            [.. Arguments(key), now.ToMicroseconds()]) > 0;
    }

    /// <summary>A session begins under this key.</summary>
    public static void Adopt(StoreConnection connection, SessionKey key) =>
        connection.Execute($"UPDATE departed_message SET forget_at = NULL WHERE {OfSession} AND forget_at IS NOT NULL", Arguments(key));

    public static bool AnyForgettable(StoreConnection connection, long now) =>
        connection.Scalar($"SELECT 1 FROM departed_message AS d WHERE {Forgettable} LIMIT 1", now) is not null;

    public static void PurgeForgettable(StoreConnection connection, long now) =>
        connection.Execute($"DELETE FROM departed_message AS d WHERE {Forgettable}", now);

    /// <summary>While a task of the session is there, even a dead one, its messages may still be extracted.</summary>
    private const string Forgettable =
        """
        d.forget_at <= ?1 AND NOT EXISTS (
            SELECT 1 FROM task t WHERE t.session_id = d.session_id AND t.namespace = d.namespace AND t.user_id = d.user_id
                AND t.state <> 3)
        """;

    private static void Insert(StoreConnection connection, SessionKey key, long position, MemoryStrategy strategy, MemoryMessage message)
    {
        var whole = !message.DiscreteMemoryExtracted;
        connection.Execute(
            """
            INSERT INTO departed_message (session_id, namespace, user_id, position, id, hash, extracted, persisted_at, created_at,
                role, content, metadata, strategy, strategy_config)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
            """,
            [
                .. Arguments(key), position, message.Id, MessageDigest.OfContent(message), whole ? 0L : 1L, message.PersistedAt?.ToMicroseconds(),
                whole ? message.CreatedAt.ToMicroseconds() : null, whole ? message.Role : null, whole ? message.Content : null,
                whole ? SessionRows.WriteMetadata(message) : null, whole ? strategy.Strategy : null,
                whole ? StoredJson.Write(strategy.Config) : null,
            ]);
    }

    private static void Bound(StoreConnection connection, SessionKey key, long newest, int maximum, long extracted)
    {
        if (newest > maximum)
        {
            connection.Execute(
                $"DELETE FROM departed_message WHERE {OfSession} AND position <= ?4 AND extracted = ?5",
                [.. Arguments(key), newest - maximum, extracted]);
        }
    }

    private static object?[] Arguments(SessionKey key) => [key.SessionId, key.Owner.Namespace ?? "", key.Owner.UserId ?? ""];
}
