using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Sqlite.LongTermMemory;

/// <summary>What background work marks records with.</summary>
internal sealed partial class SqliteLongTermMemoryStore
{
    public Task<ExtractionOutcome> CommitExtractionAsync(
        AccessScope scope, RecordExtractionCommit commit, CancellationToken cancellationToken)
    {
        foreach (var record in commit.Sources.Concat(commit.Records))
            scope.Demand(record.Owner, "memory");
        return database.WriteAsync(
            transaction =>
            {
                var present = new List<MemoryRow>(commit.Sources.Count);
                foreach (var source in commit.Sources)
                {
                    if (MemoryRows.Find(transaction.Connection, source.Key) is not { } stored
                        || !ServerOwnedFlags.IsSameContent(stored.Record, source))
                        continue;
                    if (stored.Record.DiscreteMemoryExtracted)
                        return ExtractionOutcome.Superseded;
                    present.Add(stored);
                }

                if (present.Count > 0)
                    Commit(transaction, commit, present);
                return ExtractionOutcome.Committed;
            },
            cancellationToken);
    }

    public Task MarkConsolidatedAsync(
        AccessScope scope, IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => records.Where(record => scope.Contains(record.Owner)).Sum(record => transaction.Connection.Execute(
                """
                UPDATE memory SET consolidated = 1
                WHERE id = ?1 AND namespace = ?2 AND user_id = ?3 AND version = ?4 AND consolidated = 0
                """,
                record.Id, record.Owner.Namespace ?? "", record.Owner.UserId ?? "", record.Version)),
            cancellationToken);

    /// <summary>The mark is the server's: versions stay, as for the flags of messages.</summary>
    private static void Commit(WriteTransaction transaction, RecordExtractionCommit commit, List<MemoryRow> present)
    {
        foreach (var source in present)
            transaction.Connection.Execute("UPDATE memory SET extracted = 1 WHERE row = ?1", source.Row);
        var sources = new ExtractionSources(
            commit.Sources.Select(source => source.Id), present.Select(source => source.Record.Id));
        var options = new UpsertOptions { OperationId = commit.OperationId };
        foreach (var record in commit.Records.Where(sources.Support))
            Upsert(transaction, record, options);

        var sessions = present.Select(source => source.Record.SessionId).Distinct().ToList();
        transaction.Log(
            EventKinds.ExtractionCompleted, present[0].Record.Owner, sessions is [var session] ? session : null,
            detail: commit.Detail);
        TaskRows.Enqueue(transaction, commit.Tasks);
    }
}
