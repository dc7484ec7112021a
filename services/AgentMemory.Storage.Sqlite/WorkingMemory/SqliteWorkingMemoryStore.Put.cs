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
        scope.Demand(replacement.Key.Owner, "session");
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
}
