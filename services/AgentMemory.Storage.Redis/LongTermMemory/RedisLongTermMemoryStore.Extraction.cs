using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.LongTermMemory;

/// <summary>What background work marks records with.</summary>
internal sealed partial class RedisLongTermMemoryStore
{
    private static readonly string ConsolidateScript = StoreScripts.Read("memory-consolidate");

    public Task<ExtractionOutcome> CommitExtractionAsync(
        AccessScope scope, RecordExtractionCommit commit, CancellationToken cancellationToken)
    {
        foreach (var record in commit.Sources.Concat(commit.Records))
            scope.Demand(record.Owner, "memory");
        return commit.Sources is [] ? Task.FromResult(ExtractionOutcome.Committed) : store.WriteAsync(
            SubjectOf(commit.Sources[0].Id),
            async batch =>
            {
                var unit = new MemoryUnit(batch);
                await unit.Records.LoadAsync(commit.Sources.Select(source => source.Key));
                var present = new List<MemoryEntry>(commit.Sources.Count);
                foreach (var source in commit.Sources)
                {
                    if (await unit.Records.FindAsync(source.Key) is not { } stored
                        || !ServerOwnedFlags.IsSameContent(stored.Record, source))
                        continue;
                    if (stored.Record.DiscreteMemoryExtracted)
                        return ExtractionOutcome.Superseded;
                    present.Add(stored);
                }

                if (present.Count > 0)
                    await CommitAsync(batch, unit, commit, present);
                return ExtractionOutcome.Committed;
            },
            cancellationToken);
    }

    public async Task MarkConsolidatedAsync(
        AccessScope scope, IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken)
    {
        foreach (var part in records.Where(record => scope.Contains(record.Owner)).Chunk(MaximumRecords))
        {
            await store.RunAsync(
                ConsolidateScript,
                [
                    RecordVersion.New(),
                    .. part.SelectMany(record => new RedisValue[] { Keys.Part(record.Owner, record.Id), record.Version }),
                ],
                cancellationToken);
        }
    }

    /// <summary>The mark is the server's: versions stay, as for the flags of messages.</summary>
    private static async Task CommitAsync(
        WriteBatch batch, MemoryUnit unit, RecordExtractionCommit commit, List<MemoryEntry> present)
    {
        var owner = present[0].Key.Owner;
        var sessions = present.Select(source => source.Record.SessionId).Distinct().ToList();
        foreach (var source in present)
            unit.Records.Update(source, source.Record with { DiscreteMemoryExtracted = true }, operation: null);
        var sources = new ExtractionSources(
            commit.Sources.Select(source => source.Id), present.Select(source => source.Key.Id));
        await unit.UpsertAsync(
            [.. commit.Records.Where(sources.Support)], new UpsertOptions { OperationId = commit.OperationId });
        batch.Log(EventKinds.ExtractionCompleted, owner, sessions is [var session] ? session : null, detail: commit.Detail);
        batch.Enqueue(commit.Tasks);
        unit.Flush();
    }
}
