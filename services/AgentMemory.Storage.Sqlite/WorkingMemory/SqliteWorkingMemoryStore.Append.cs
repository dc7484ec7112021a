using AgentMemory.Errors;
using AgentMemory.Events;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.Tasks;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Sqlite.WorkingMemory;

internal sealed partial class SqliteWorkingMemoryStore
{
    public async ValueTask<AppendResult> AppendAsync(
        AccessScope scope, SessionAppend append, WriteCondition condition, IReadOnlyList<TaskRequest> tasks,
        CancellationToken cancellationToken)
    {
        scope.Demand(append.Key.Owner, "session");
        return await database.WriteAsync(
            transaction =>
            {
                var connection = transaction.Connection;
                var stored = FindLiveRow(transaction, append.Key);
                condition.Demand(stored?.Version, Name(append.Key));
                var added = stored is null ? append.Messages : NewMessages(connection, stored.Value.Row, append);
                if (stored is not null && added.Count == 0)
                    return new AppendResult(stored.Value.Version, stored.Value.MessageCount, 0);

                var hasDeparted = stored?.HasDeparted ?? Begin(connection, append.Key);
                var messages = added.Select(message => ServerOwnedFlags.CarryOver(
                    message, hasDeparted ? DepartedRows.TakeBack(connection, append.Key, message) : null)).ToList();
                var (row, version) = stored is null
                    ? Create(transaction, append, messages)
                    : (stored.Value.Row, Extend(transaction, stored.Value, append, messages.Count));
                var position = stored?.MessageCount ?? 0;
                foreach (var message in messages)
                    SessionRows.InsertMessage(connection, row, position++, message);

                transaction.Log(EventKinds.SessionAppended, append.Key.Owner, append.Key.SessionId);
                TaskRows.Enqueue(transaction, tasks);
                return new AppendResult(version, position, added.Count);
            },
            cancellationToken);
    }

    private static (long Row, long Version) Create(
        WriteTransaction transaction, SessionAppend append, IReadOnlyList<MemoryMessage> messages)
    {
        var session = AppendedSession.New(append, messages, transaction.Now);
        return (Save(transaction.Connection, null, session), session.Version);
    }

    /// <returns>The session's new version.</returns>
    private static long Extend(WriteTransaction transaction, SessionRow stored, SessionAppend append, int added)
    {
        var version = RecordVersion.New();
        var ttl = append.Ttl.Apply(stored.TtlSeconds);
        transaction.Connection.Execute(
            """
            UPDATE session SET version = ?2, message_count = message_count + ?3, updated_at = ?4, ttl_seconds = ?5, expires_at = ?6
            WHERE row = ?1
            """,
            stored.Row, version, (long)added, transaction.Now.ToMicroseconds(), (long?)ttl,
            Session.ExpiryOf(transaction.Now, ttl)?.ToMicroseconds());
        if (append.Strategy is { } strategy)
        {
            transaction.Connection.Execute(
                "UPDATE session SET strategy = ?2, strategy_config = ?3 WHERE row = ?1",
                stored.Row, strategy.Strategy, StoredJson.Write(strategy.Config));
        }

        return version;
    }

    /// <summary>Those of the sent messages that are not there yet.</summary>
    private static List<MemoryMessage> NewMessages(StoreConnection connection, long row, SessionAppend append)
    {
        var added = new List<MemoryMessage>(append.Messages.Count);
        foreach (var message in append.Messages)
        {
            using var reader = connection.Query(
                "SELECT role, content FROM message WHERE session = ?1 AND id = ?2 ORDER BY position LIMIT 1", row, message.Id);
            if (!reader.Read())
                added.Add(message);
            else if (reader.GetString(0) != message.Role || reader.GetString(1) != message.Content)
            {
                throw new ConflictException(
                    $"Message {message.Id} is in session {append.Key.SessionId} already with other content; nothing was added. "
                    + "Send a new `id`, or replace the session with PUT");
            }
        }

        return added;
    }

    /// <summary>As <see cref="FindLive"/> without reading the messages: an append costs what it adds.</summary>
    private static SessionRow? FindLiveRow(WriteTransaction transaction, SessionKey key)
    {
        SessionRow stored;
        long? expiresAt;
        using (var reader = transaction.Connection.Query(
            """
            SELECT row, version, message_count, ttl_seconds, expires_at, EXISTS (
                SELECT 1 FROM departed_message WHERE session_id = ?1 AND namespace = ?2 AND user_id = ?3)
            FROM session WHERE session_id = ?1 AND namespace = ?2 AND user_id = ?3
            """,
            key.SessionId, key.Owner.Namespace ?? "", key.Owner.UserId ?? ""))
        {
            if (!reader.Read())
                return null;
            stored = new SessionRow(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2), reader.IsDBNull(3) ? null : reader.GetInt32(3),
                reader.GetBoolean(5));
            expiresAt = reader.IsDBNull(4) ? null : reader.GetInt64(4);
        }

        if (expiresAt is null || expiresAt > transaction.Now.ToMicroseconds())
            return stored;
        Expire(transaction, stored.Row, key);
        return null;
    }

    private readonly record struct SessionRow(long Row, long Version, int MessageCount, int? TtlSeconds, bool HasDeparted);
}
