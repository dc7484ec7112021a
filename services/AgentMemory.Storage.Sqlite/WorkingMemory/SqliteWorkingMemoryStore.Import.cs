using AgentMemory.Events;
using AgentMemory.Maintenance;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.Tasks;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Sqlite.WorkingMemory;

internal sealed partial class SqliteWorkingMemoryStore
{
    /// <inheritdoc cref="IStoreImport.ImportSessionsAsync"/>
    internal static ImportOutcome Import(WriteTransaction transaction, SessionImport import)
    {
        var connection = transaction.Connection;
        if (FindLive(transaction, import.Session.Key) is { } stored)
            return ImportComparison.Of(stored.Session, import.Session);

        Begin(connection, import.Session.Key);
        var session = import.Session with { Version = RecordVersion.New() };
        var row = Save(connection, row: null, session);
        for (var i = 0; i < session.Messages.Count; i++)
            SessionRows.InsertMessage(connection, row, i, session.Messages[i]);
        transaction.Log(EventKinds.SessionPut, session.Key.Owner, session.Key.SessionId);
        TaskRows.Enqueue(transaction, import.Tasks);
        return ImportOutcome.New;
    }

    internal static ImportOutcome Compare(StoreConnection connection, Session session, DateTimeOffset now) =>
        SessionRows.Find(connection, session.Key) is { } stored && !(stored.Session.ExpiresAt <= now)
            ? ImportComparison.Of(stored.Session, session)
            : ImportOutcome.New;
}
