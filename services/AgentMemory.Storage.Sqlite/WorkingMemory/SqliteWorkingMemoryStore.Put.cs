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
                var returned = Returned(transaction.Connection, stored?.Session, replacement);
                var session = Replace(stored?.Session, returned, replacement, transaction.Now);
                var row = Save(transaction.Connection, stored?.Row, session);
                if (stored is not null)
                {
                    RememberRemoved(transaction.Connection, stored.Value.Session, session);
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

    private static Session Replace(
        Session? stored, List<MemoryMessage> returned, SessionReplacement replacement, DateTimeOffset now)
    {
        var storedMessages = FirstById(stored?.Messages ?? []);
        foreach (var message in returned)
            storedMessages[message.Id] = message;
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

    /// <summary>Messages that left the session once and are in it again, with their flags.</summary>
    private static List<MemoryMessage> Returned(StoreConnection connection, Session? stored, SessionReplacement replacement)
    {
        var returned = new List<MemoryMessage>();
        if (!(stored is null ? Begin(connection, replacement.Key) : DepartedRows.Any(connection, replacement.Key)))
            return returned;
        var present = FirstById(stored?.Messages ?? []);
        foreach (var message in FirstById(replacement.Messages).Values)
        {
            if ((!present.TryGetValue(message.Id, out var known) || !ServerOwnedFlags.IsSameContent(message, known))
                && DepartedRows.TakeBack(connection, replacement.Key, message) is { } departed)
                returned.Add(departed);
        }

        return returned;
    }

    /// <summary>What was extracted and is not in the session any more is known when it comes back.</summary>
    private static void RememberRemoved(StoreConnection connection, Session before, Session after)
    {
        if (!before.Messages.Any(message => message.DiscreteMemoryExtracted))
            return;
        var kept = FirstById(after.Messages);
        var removed = before.Messages.Where(message => message.DiscreteMemoryExtracted
            && !(kept.TryGetValue(message.Id, out var now) && ServerOwnedFlags.IsSameContent(message, now))).ToList();
        if (removed.Count > 0)
            DepartedRows.Keep(connection, before.Key, before.Strategy, removed);
    }

    /// <summary>A session begins; whether messages of one before it are still kept aside.</summary>
    private static bool Begin(StoreConnection connection, SessionKey key)
    {
        if (!DepartedRows.Any(connection, key))
            return false;
        DepartedRows.Adopt(connection, key);
        return true;
    }

    /// <summary>Ids need not be distinct in what a client sends; the first of each is the one that counts.</summary>
    private static Dictionary<string, MemoryMessage> FirstById(IReadOnlyList<MemoryMessage> messages)
    {
        var first = new Dictionary<string, MemoryMessage>(messages.Count, StringComparer.Ordinal);
        foreach (var message in messages)
            first.TryAdd(message.Id, message);
        return first;
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
