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
                if (FindLive(transaction, key) is not { } stored || stored.Session.Context != commit.PreviousContext
                    || !TryTakeOut(stored.Session.Messages, commit.Messages, out var left, out var staying))
                    return null;
                var connection = transaction.Connection;
                DepartedRows.Keep(
                    connection, key, stored.Session.Strategy,
                    commit.KeepUnextracted ? left : left.Where(message => message.DiscreteMemoryExtracted));
                connection.Execute("DELETE FROM message WHERE session = ?1", stored.Row);
                for (var i = 0; i < staying.Count; i++)
                    SessionRows.InsertMessage(connection, stored.Row, i, staying[i]);
                var session = stored.Session with
                {
                    Messages = staying,
                    Context = commit.Context,
                    Tokens = stored.Session.Tokens + commit.Tokens,
                    UpdatedAt = transaction.Now,
                    Version = RecordVersion.New(),
                };
                SessionRows.Update(connection, stored.Row, session);
                transaction.Log(EventKinds.SessionSummarized, key.Owner, key.SessionId, detail: commit.Detail);
                return session;
            },
            cancellationToken);
    }

    /// <returns>False when one of the summarised messages is not in the session any more, or is another by now.</returns>
    private static bool TryTakeOut(
        IReadOnlyList<MemoryMessage> stored, IReadOnlyList<MemoryMessage> summarized, out List<MemoryMessage> left,
        out List<MemoryMessage> staying)
    {
        var wanted = summarized.GroupBy(message => message.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        (left, staying) = ([], []);
        foreach (var message in stored)
        {
            var index = wanted.TryGetValue(message.Id, out var same)
                ? same.FindIndex(one => ServerOwnedFlags.IsSameContent(one, message))
                : -1;
            if (index >= 0)
                same!.RemoveAt(index);
            (index >= 0 ? left : staying).Add(message);
        }

        return left.Count == summarized.Count;
    }
}
