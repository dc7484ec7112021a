using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.WorkingMemory;

/// <summary>Rows of <c>session</c> and <c>message</c> as sessions, and back.</summary>
internal static class SessionRows
{
    private const string Columns =
        """
        row, session_id, namespace, user_id, version, memories, data, context, tokens, strategy, strategy_config, ttl_seconds,
        expires_at, last_accessed, created_at, updated_at
        """;

    private const string SelectByKey =
        $"SELECT {Columns} FROM session WHERE session_id = ?1 AND namespace = ?2 AND user_id = ?3";

    /// <summary>The session under exactly this key, expired or not, with its row.</summary>
    public static (long Row, Session Session)? Find(StoreConnection connection, SessionKey key)
    {
        long row;
        Session session;
        using (var reader = connection.Query(SelectByKey, key.SessionId, key.Owner.Namespace ?? "", key.Owner.UserId ?? ""))
        {
            if (!reader.Read())
                return null;
            row = reader.GetInt64(0);
            session = Read(reader);
        }

        return (row, session with { Messages = Messages(connection, row) });
    }

    public static IReadOnlyList<MemoryMessage> Messages(StoreConnection connection, long row)
    {
        var messages = new List<MemoryMessage>();
        using var reader = connection.Query(
            "SELECT id, role, content, created_at, persisted_at, extracted, metadata FROM message WHERE session = ?1 ORDER BY position", row);
        while (reader.Read())
            messages.Add(ReadMessage(reader));
        return messages;
    }

    public static MemoryStrategy Strategy(StoreConnection connection, long row)
    {
        using var reader = connection.Query("SELECT strategy, strategy_config FROM session WHERE row = ?1", row);
        reader.Read();
        return new MemoryStrategy { Strategy = reader.GetString(0), Config = StoredJson.ReadElement(reader.GetString(1)) };
    }

    public static MemoryMessage ReadMessage(SqliteDataReader reader) => new()
    {
        Id = reader.GetString(0),
        Role = reader.GetString(1),
        Content = reader.GetString(2),
        CreatedAt = Timestamp.FromMicroseconds(reader.GetInt64(3)),
        PersistedAt = reader.TimeOrNull(4),
        DiscreteMemoryExtracted = reader.GetBoolean(5),
        Metadata = reader.StringOrNull(6) is { } metadata ? StoredJson.ReadElement(metadata) : null,
    };

    public static string? WriteMetadata(MemoryMessage message) =>
        message.Metadata is { } metadata ? StoredJson.Write(metadata) : null;

    public static void InsertMessage(StoreConnection connection, long row, int position, MemoryMessage message) =>
        connection.Execute(
            """
            INSERT INTO message (session, position, id, role, content, created_at, persisted_at, extracted, metadata)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """,
            row, (long)position, message.Id, message.Role, message.Content, message.CreatedAt.ToMicroseconds(),
            message.PersistedAt?.ToMicroseconds(), message.DiscreteMemoryExtracted ? 1L : 0L, WriteMetadata(message));

    public static void Insert(StoreConnection connection, Session session) =>
        connection.Execute(
            """
            INSERT INTO session (session_id, namespace, user_id, version, memories, data, context, tokens, strategy,
                strategy_config, ttl_seconds, expires_at, last_accessed, created_at, updated_at, message_count)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
            """,
            session.Key.SessionId, session.Key.Owner.Namespace ?? "", session.Key.Owner.UserId ?? "", session.Version,
            StoredJson.Write(session.Memories), StoredJson.Write(session.Data), session.Context, (long)session.Tokens,
            session.Strategy.Strategy, StoredJson.Write(session.Strategy.Config), (long?)session.TtlSeconds,
            session.ExpiresAt?.ToMicroseconds(), session.LastAccessed.ToMicroseconds(), session.CreatedAt.ToMicroseconds(),
            session.UpdatedAt.ToMicroseconds(), (long)session.Messages.Count);

    public static void Update(StoreConnection connection, long row, Session session) =>
        connection.Execute(
            """
            UPDATE session SET version = ?2, memories = ?3, data = ?4, context = ?5, tokens = ?6, strategy = ?7,
                strategy_config = ?8, ttl_seconds = ?9, expires_at = ?10, last_accessed = ?11, created_at = ?12,
                updated_at = ?13, message_count = ?14
            WHERE row = ?1
            """,
            row, session.Version, StoredJson.Write(session.Memories), StoredJson.Write(session.Data), session.Context,
            (long)session.Tokens, session.Strategy.Strategy, StoredJson.Write(session.Strategy.Config),
            (long?)session.TtlSeconds, session.ExpiresAt?.ToMicroseconds(), session.LastAccessed.ToMicroseconds(),
            session.CreatedAt.ToMicroseconds(), session.UpdatedAt.ToMicroseconds(), (long)session.Messages.Count);

    public static void Delete(StoreConnection connection, long row)
    {
        connection.Execute("DELETE FROM message WHERE session = ?1", row);
        connection.Execute("DELETE FROM session WHERE row = ?1", row);
    }

    private static Session Read(SqliteDataReader reader) => new()
    {
        Key = new SessionKey(new Owner(reader.GetString(2), reader.GetString(3)), reader.GetString(1)),
        Version = reader.GetInt64(4),
        Memories = StoredJson.ReadRecords(reader.GetString(5)),
        Data = StoredJson.ReadElement(reader.GetString(6)),
        Context = reader.StringOrNull(7),
        Tokens = reader.GetInt32(8),
        Strategy = new MemoryStrategy
        {
            Strategy = reader.GetString(9),
            Config = StoredJson.ReadElement(reader.GetString(10)),
        },
        TtlSeconds = reader.IsDBNull(11) ? null : reader.GetInt32(11),
        ExpiresAt = reader.TimeOrNull(12),
        LastAccessed = Timestamp.FromMicroseconds(reader.GetInt64(13)),
        CreatedAt = Timestamp.FromMicroseconds(reader.GetInt64(14)),
        UpdatedAt = Timestamp.FromMicroseconds(reader.GetInt64(15)),
    };
}
