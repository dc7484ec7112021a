using AgentMemory.Errors;
using AgentMemory.Events;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Sqlite.WorkingMemory;

internal sealed partial class SqliteWorkingMemoryStore
{
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
                if (stored is { } session)
                    Remove(transaction, session.Row, session.Session.Key);
                else if (scope.Contains(lookup.ExactKey.Owner))
                    Forget(transaction, lookup.ExactKey);
                return stored is not null;
            },
            cancellationToken);

    public async ValueTask StampPromotedAsync(
        AccessScope scope, SessionKey key, PromotionStamp stamp, CancellationToken cancellationToken)
    {
        scope.Demand(key.Owner, "session");
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
                    var memories = stored.Session.Memories.Select(new PromotedItems(stamp).Stamp);
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
            connection => connection.Scalar("SELECT 1 FROM session WHERE expires_at <= ?1 LIMIT 1", Now()) is not null
                || DepartedRows.AnyForgettable(connection, Now()),
            cancellationToken);
        if (!any)
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
                    Expire(transaction, row, key);
                DepartedRows.PurgeForgettable(transaction.Connection, transaction.Now.ToMicroseconds());
                return expired.Count;
            },
            cancellationToken);
    }

    /// <summary>An expired session is removed, so that what follows starts afresh.</summary>
    private static (long Row, Session Session)? FindLive(WriteTransaction transaction, SessionKey key)
    {
        if (SessionRows.Find(transaction.Connection, key) is not { } stored)
            return null;
        if (stored.Session.IsLiveAt(transaction.Now))
            return stored;
        Expire(transaction, stored.Row, key);
        return null;
    }

    /// <summary>What extraction has not seen yet outlives the session, with the tasks that will see to it; where there is no
    /// task, nobody will, and a TTL is a promise.</summary>
    private static void Expire(WriteTransaction transaction, long row, SessionKey key)
    {
        var connection = transaction.Connection;
        if (!TaskRows.AnyUnfinished(connection, key))
            DepartedRows.Forget(connection, key);
        else
            Outlive(transaction, row, key);
        SessionRows.Delete(connection, row);
        transaction.Log(EventKinds.SessionExpired, key.Owner, key.SessionId);
    }

    private static void Outlive(WriteTransaction transaction, long row, SessionKey key)
    {
        var connection = transaction.Connection;
        var waiting = SessionRows.Messages(connection, row).Where(message => !message.DiscreteMemoryExtracted).ToList();
        if (waiting.Count > 0)
            DepartedRows.Keep(connection, key, SessionRows.Strategy(connection, row), waiting);
        if (!DepartedRows.Outlive(connection, key, transaction.Now))
            TaskRows.CancelQueued(connection, key);
    }

    private static void Remove(WriteTransaction transaction, long row, SessionKey key)
    {
        SessionRows.Delete(transaction.Connection, row);
        Forget(transaction, key);
        transaction.Log(EventKinds.SessionDeleted, key.Owner, key.SessionId);
    }

    private static void Forget(WriteTransaction transaction, SessionKey key)
    {
        DepartedRows.Forget(transaction.Connection, key);
        TaskRows.CancelQueued(transaction.Connection, key);
    }

    private static string Name(SessionKey key) => "Session " + key.SessionId;
}
