using AgentMemory.Events;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Sqlite.WorkingMemory;

internal sealed partial class SqliteWorkingMemoryStore
{
    public async ValueTask<Session?> CommitSummaryAsync(
        AccessScope scope, SessionKey key, SummaryCommit commit, CancellationToken cancellationToken)
    {
        scope.Demand(key.Owner, "session");
        return await database.WriteAsync(
            transaction =>
            {
                if (FindLive(transaction, key) is not { } stored
                    || SummarizedSession.TryMake(stored.Session, commit, transaction.Now, out var left) is not { } session)
                    return null;
                var connection = transaction.Connection;
                DepartedRows.Keep(
                    connection, key, stored.Session.Strategy,
                    commit.KeepUnextracted ? left : left.Where(message => message.DiscreteMemoryExtracted));
                connection.Execute("DELETE FROM message WHERE session = ?1", stored.Row);
                for (var i = 0; i < session.Messages.Count; i++)
                    SessionRows.InsertMessage(connection, stored.Row, i, session.Messages[i]);
                SessionRows.Update(connection, stored.Row, session);
                transaction.Log(EventKinds.SessionSummarized, key.Owner, key.SessionId, detail: commit.Detail);
                return session;
            },
            cancellationToken);
    }
}
