using AgentMemory.Errors;
using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.Tasks;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Sqlite.WorkingMemory;

internal sealed partial class SqliteWorkingMemoryStore
{
    public async ValueTask<Session> PutAsync(
        AccessScope scope, SessionReplacement replacement, WriteCondition condition, IReadOnlyList<TaskRequest> tasks,
        CancellationToken cancellationToken)
    {
        Demand(scope, replacement.Key.Owner);
        return await database.WriteAsync(
            transaction =>
            {
                var stored = FindLive(transaction, replacement.Key);
                condition.Demand(stored?.Session.Version, Name(replacement.Key));
                var session = Replace(stored?.Session, replacement, transaction.Now);
                var row = Save(transaction.Connection, stored?.Row, session);
                if (stored is not null)
                    transaction.Connection.Execute("DELETE FROM message WHERE session = ?1", row);
                for (var i = 0; i < session.Messages.Count; i++)
                    SessionRows.InsertMessage(transaction.Connection, row, i, session.Messages[i]);
                transaction.Log(EventKinds.SessionPut, session.Key.Owner, session.Key.SessionId);
                TaskRows.Enqueue(transaction, tasks);
                return session;
            },
            cancellationToken);
    }

    public async ValueTask<AppendResult> AppendAsync(
        AccessScope scope, SessionAppend append, WriteCondition condition, IReadOnlyList<TaskRequest> tasks,
        CancellationToken cancellationToken)
    {
        Demand(scope, append.Key.Owner);
        return await database.WriteAsync(
            transaction =>
            {
                var connection = transaction.Connection;
                var stored = FindLiveRow(transaction, append.Key);
                condition.Demand(stored?.Version, Name(append.Key));
                var added = stored is null ? append.Messages : NewMessages(connection, stored.Value.Row, append);
                if (stored is not null && added.Count == 0)
                    return new AppendResult(stored.Value.Version, stored.Value.MessageCount, 0);

                var version = RecordVersion.New();
                var row = stored is null
                    ? Create(transaction, append, version)
                    : Extend(transaction, stored.Value, append, added.Count, version);
                var position = stored?.MessageCount ?? 0;
                foreach (var message in added)
                    SessionRows.InsertMessage(connection, row, position++, ServerOwnedFlags.CarryOver(message, stored: null));
                transaction.Log(EventKinds.SessionAppended, append.Key.Owner, append.Key.SessionId);
                TaskRows.Enqueue(transaction, tasks);
                return new AppendResult(version, position, added.Count);
            },
            cancellationToken);
    }

    public async ValueTask<bool> DeleteAsync(
        AccessScope scope, SessionLookup lookup, WriteCondition condition, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            transaction =>
            {
                var found = Resolve(transaction.Connection, scope, lookup);
                if (found.Count > 1)
                {
                    throw new ConflictException(
                        $"Several sessions have the id {lookup.SessionId}; nothing was deleted. "
                        + "Add `namespace` and `user_id` to say which one");
                }

                var stored = found is [var key] ? SessionRows.Find(transaction.Connection, key) : null;
                condition.Demand(stored?.Session.Version, "Session " + lookup.SessionId);
                if (stored is null)
                    return false;
                Remove(transaction, stored.Value.Row, stored.Value.Session.Key, EventKinds.SessionDeleted);
                return true;
            },
            cancellationToken);

    public async ValueTask StampPromotedAsync(
        AccessScope scope, SessionKey key, PromotionStamp stamp, CancellationToken cancellationToken)
    {
        Demand(scope, key.Owner);
        await database.WriteAsync(
            transaction =>
            {
                if (FindLive(transaction, key) is not { } stored)
                    return false;
                var at = stamp.At.ToMicroseconds();
                foreach (var message in stamp.Messages)
                {
                    transaction.Connection.Execute(
                        """
                        UPDATE message SET persisted_at = ?3
                        WHERE session = ?1 AND id = ?2 AND role = ?4 AND content = ?5 AND persisted_at IS NULL
                        """,
                        stored.Row, message.Id, at, message.Role, message.Content);
                }

                if (stamp.Memories.Count > 0)
                {
                    var promoted = stamp.Memories.ToLookup(memory => memory.Id);
                    var memories = stored.Session.Memories.Select(memory =>
                        memory.PersistedAt is null && promoted[memory.Id].Any(one => ServerOwnedFlags.IsSameContent(one, memory))
                            ? memory with { PersistedAt = stamp.At } : memory);
                    transaction.Connection.Execute(
                        "UPDATE session SET memories = ?2 WHERE row = ?1", stored.Row, StoredJson.Write([.. memories]));
                }

                transaction.Log(EventKinds.SessionPromoted, key.Owner, key.SessionId);
                return true;
            },
            cancellationToken);
    }

    public async ValueTask<int> PurgeExpiredAsync(int limit, CancellationToken cancellationToken)
    {
        var any = await database.ReadAsync(
            connection => connection.Scalar("SELECT 1 FROM session WHERE expires_at <= ?1 LIMIT 1", Now()), cancellationToken);
        if (any is null)
            return 0;
        return await database.WriteAsync(
            transaction =>
            {
                var expired = new List<(long Row, SessionKey Key)>();
                using (var reader = transaction.Connection.Query(
                    "SELECT row, namespace, user_id, session_id FROM session WHERE expires_at <= ?1 LIMIT ?2",
                    transaction.Now.ToMicroseconds(), (long)limit))
                {
                    while (reader.Read())
                        expired.Add((reader.GetInt64(0), new SessionKey(new Owner(reader.GetString(1), reader.GetString(2)), reader.GetString(3))));
                }

                foreach (var (row, key) in expired)
                    Remove(transaction, row, key, EventKinds.SessionExpired);
                return expired.Count;
            },
            cancellationToken);
    }

    private static Session Replace(Session? stored, SessionReplacement replacement, DateTimeOffset now)
    {
        // Ids need not be distinct in what a client sends; the first of each is the one that counts.
        var storedMessages = new Dictionary<string, MemoryMessage>(StringComparer.Ordinal);
        foreach (var message in stored?.Messages ?? [])
            storedMessages.TryAdd(message.Id, message);
        var storedMemories = new Dictionary<string, MemoryRecord>(StringComparer.Ordinal);
        foreach (var memory in stored?.Memories ?? [])
            storedMemories.TryAdd(memory.Id, memory);

        var ttl = replacement.Ttl.Apply(stored?.TtlSeconds);
        return new Session
        {
            Key = replacement.Key,
            Messages = [.. replacement.Messages.Select(message => ServerOwnedFlags.CarryOver(message, storedMessages.GetValueOrDefault(message.Id)))],
            Memories = [.. replacement.Memories.Select(memory => ServerOwnedFlags.CarryOver(memory, storedMemories.GetValueOrDefault(memory.Id)))],
            Data = replacement.Data,
            Context = replacement.Context,
            Tokens = replacement.Tokens,
            Strategy = replacement.Strategy,
            TtlSeconds = ttl,
            ExpiresAt = Expiry(now, ttl),
            CreatedAt = replacement.CreatedAt ?? stored?.CreatedAt ?? now,
            LastAccessed = replacement.LastAccessed ?? now,
            UpdatedAt = now,
            Version = RecordVersion.New(),
        };
    }

    private static long Save(StoreConnection connection, long? row, Session session)
    {
        if (row is null)
        {
            SessionRows.Insert(connection, session);
            return connection.LastInsertRow;
        }

        SessionRows.Update(connection, row.Value, session);
        return row.Value;
    }

    private static long Create(WriteTransaction transaction, SessionAppend append, long version)
    {
        var ttl = append.Ttl.Apply(null);
        var session = new Session
        {
            Key = append.Key,
            Messages = append.Messages,
            Strategy = append.Strategy ?? MemoryStrategy.Default,
            TtlSeconds = ttl,
            ExpiresAt = Expiry(transaction.Now, ttl),
            CreatedAt = transaction.Now,
            LastAccessed = transaction.Now,
            UpdatedAt = transaction.Now,
            Version = version,
        };
        return Save(transaction.Connection, null, session);
    }

    private static long Extend(WriteTransaction transaction, SessionRow stored, SessionAppend append, int added, long version)
    {
        var ttl = append.Ttl.Apply(stored.TtlSeconds);
        transaction.Connection.Execute(
            """
            UPDATE session SET version = ?2, message_count = message_count + ?3, updated_at = ?4, ttl_seconds = ?5, expires_at = ?6
            WHERE row = ?1
            """,
            stored.Row, version, (long)added, transaction.Now.ToMicroseconds(), (long?)ttl,
            Expiry(transaction.Now, ttl)?.ToMicroseconds());
        if (append.Strategy is { } strategy)
        {
            transaction.Connection.Execute(
                "UPDATE session SET strategy = ?2, strategy_config = ?3 WHERE row = ?1",
                stored.Row, strategy.Strategy.ToString(), StoredJson.Write(strategy.Config));
        }

        return stored.Row;
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

    /// <summary>An expired session is removed, so that what follows starts afresh.</summary>
    private static (long Row, Session Session)? FindLive(WriteTransaction transaction, SessionKey key)
    {
        if (SessionRows.Find(transaction.Connection, key) is not { } stored)
            return null;
        if (stored.Session.ExpiresAt is null || stored.Session.ExpiresAt > transaction.Now)
            return stored;
        Remove(transaction, stored.Row, key, EventKinds.SessionExpired);
        return null;
    }

    /// <summary>As <see cref="FindLive"/> without reading the messages: an append costs what it adds.</summary>
    private static SessionRow? FindLiveRow(WriteTransaction transaction, SessionKey key)
    {
        SessionRow stored;
        long? expiresAt;
        using (var reader = transaction.Connection.Query(
            """
            SELECT row, version, message_count, ttl_seconds, expires_at FROM session
            WHERE session_id = ?1 AND namespace = ?2 AND user_id = ?3
            """,
            key.SessionId, key.Owner.Namespace ?? "", key.Owner.UserId ?? ""))
        {
            if (!reader.Read())
                return null;
            stored = new SessionRow(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2), reader.IsDBNull(3) ? null : reader.GetInt32(3));
            expiresAt = reader.IsDBNull(4) ? null : reader.GetInt64(4);
        }

        if (expiresAt is null || expiresAt > transaction.Now.ToMicroseconds())
            return stored;
        Remove(transaction, stored.Row, key, EventKinds.SessionExpired);
        return null;
    }

    private static void Remove(WriteTransaction transaction, long row, SessionKey key, string kind)
    {
        SessionRows.Delete(transaction.Connection, row);
        TaskRows.CancelQueued(transaction.Connection, key);
        transaction.Log(kind, key.Owner, key.SessionId);
    }

    private static DateTimeOffset? Expiry(DateTimeOffset now, int? ttlSeconds) =>
        ttlSeconds is { } seconds ? now.AddSeconds(seconds) : null;

    private static string Name(SessionKey key) => "Session " + key.SessionId;

    private static void Demand(AccessScope scope, Owner owner)
    {
        if (!scope.Contains(owner))
            throw new AccessDeniedException($"The session's namespace and user ({owner}) are outside the caller's scope");
    }

    private readonly record struct SessionRow(long Row, long Version, int MessageCount, int? TtlSeconds);
}
