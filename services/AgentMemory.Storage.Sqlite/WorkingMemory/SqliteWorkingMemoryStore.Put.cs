using AgentMemory.Events;
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
        scope.Demand(replacement.Key.Owner, "session");
        return await database.WriteAsync(
            transaction =>
            {
                var stored = FindLive(transaction, replacement.Key);
                condition.Demand(stored?.Session.Version, Name(replacement.Key));
                var returned = Returned(transaction.Connection, stored?.Session, replacement);
                var session = ReplacedSession.Of(stored?.Session, returned, replacement, transaction.Now);
                var row = Save(transaction.Connection, stored?.Row, session);
                if (stored is not null)
                {
                    var removed = ReplacedSession.Removed(stored.Value.Session, session);
                    if (removed.Count > 0)
                        DepartedRows.Keep(transaction.Connection, session.Key, stored.Value.Session.Strategy, removed);
                    transaction.Connection.Execute("DELETE FROM message WHERE session = ?1", row);
                }

                for (var i = 0; i < session.Messages.Count; i++)
                    SessionRows.InsertMessage(transaction.Connection, row, i, session.Messages[i]);
                transaction.Log(EventKinds.SessionPut, session.Key.Owner, session.Key.SessionId);
                TaskRows.Enqueue(transaction, tasks);
                return session;
            },
            cancellationToken);
    }

    /// <summary>Messages that left the session once and are in it again, with their flags.</summary>
    private static List<MemoryMessage> Returned(StoreConnection connection, Session? stored, SessionReplacement replacement)
    {
        var returned = new List<MemoryMessage>();
        if (!(stored is null ? Begin(connection, replacement.Key) : DepartedRows.Any(connection, replacement.Key)))
            return returned;
        foreach (var message in ReplacedSession.Arriving(stored, replacement))
        {
            if (DepartedRows.TakeBack(connection, replacement.Key, message) is { } departed)
                returned.Add(departed);
        }

        return returned;
    }

    /// <summary>A session begins; whether messages of one before it are still kept aside.</summary>
    private static bool Begin(StoreConnection connection, SessionKey key)
    {
        if (!DepartedRows.Any(connection, key))
            return false;
        DepartedRows.Adopt(connection, key);
        return true;
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
}
