using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.LongTermMemory;
using AgentMemory.Storage.Sqlite.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Sqlite.WorkingMemory;

internal sealed partial class SqliteWorkingMemoryStore
{
    public async ValueTask<ExtractionBacklog?> FindUnextractedAsync(
        AccessScope scope, SessionKey key, CancellationToken cancellationToken)
    {
        scope.Demand(key.Owner, "session");
        return await database.ReadSnapshotAsync(
            connection =>
            {
                var stored = SessionRows.Find(connection, key)?.Session;
                var live = stored is not null && IsLive(stored) ? stored : null;
                var (departed, strategy) = DepartedRows.Waiting(connection, key);
                // Nothing has noticed yet that it expired.
                if (stored is not null && live is null)
                {
                    departed = [.. departed, .. stored.Messages.Where(message => !message.DiscreteMemoryExtracted)];
                    strategy = stored.Strategy;
                }

                return live is null && departed.Count == 0
                    ? null
                    : new ExtractionBacklog(live, live?.Strategy ?? strategy!, departed);
            },
            cancellationToken);
    }

    public async ValueTask<ExtractionOutcome> CommitExtractionAsync(
        AccessScope scope, SessionKey key, ExtractionCommit commit, CancellationToken cancellationToken)
    {
        scope.Demand(key.Owner, "session");
        foreach (var record in commit.Records)
            scope.Demand(record.Owner, "memory");
        return await database.WriteAsync(
            transaction =>
            {
                var row = FindLiveRow(transaction, key)?.Row;
                if (row is null && !DepartedRows.Any(transaction.Connection, key))
                    return ExtractionOutcome.Deleted;
                var present = new List<MemoryMessage>(commit.Messages.Count);
                foreach (var message in commit.Messages)
                {
                    switch (IsExtracted(transaction.Connection, row, key, message))
                    {
                        case true:
                            return ExtractionOutcome.Superseded;
                        case false:
                            present.Add(message);
                            break;
                    }
                }

                if (present.Count > 0)
                    Commit(transaction, row, key, commit, present);
                return ExtractionOutcome.Committed;
            },
            cancellationToken);
    }

    private static void Commit(
        WriteTransaction transaction, long? row, SessionKey key, ExtractionCommit commit, List<MemoryMessage> present)
    {
        foreach (var message in present)
        {
            DepartedRows.Stamp(transaction.Connection, key, message, isLive: row is not null);
            if (row is not null)
            {
                transaction.Connection.Execute(
                    "UPDATE message SET extracted = 1 WHERE session = ?1 AND id = ?2 AND role = ?3 AND content = ?4",
                    row, message.Id, message.Role, message.Content);
            }
        }

        var sources = new ExtractionSources(commit.Messages.Select(message => message.Id), present.Select(message => message.Id));
        var options = new UpsertOptions { OperationId = commit.OperationId };
        foreach (var record in commit.Records.Where(sources.Support))
            SqliteLongTermMemoryStore.Upsert(transaction, record, options);
        transaction.Log(EventKinds.ExtractionCompleted, key.Owner, key.SessionId, detail: commit.Detail);
        TaskRows.Enqueue(transaction, commit.Tasks);
    }

    /// <summary>Whether extraction has seen this content, in the session or aside; <see langword="null"/> when it is in
    /// neither.</summary>
    private static bool? IsExtracted(StoreConnection connection, long? row, SessionKey key, MemoryMessage message)
    {
        var inSession = row is null
            ? null
            : connection.Scalar(
                "SELECT min(extracted) FROM message WHERE session = ?1 AND id = ?2 AND role = ?3 AND content = ?4",
                row, message.Id, message.Role, message.Content);
        return inSession is long extracted ? extracted == 1 : DepartedRows.IsExtracted(connection, key, message);
    }
}
