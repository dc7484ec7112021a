using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Storage.Redis.LongTermMemory;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Redis.WorkingMemory;

internal sealed partial class RedisWorkingMemoryStore
{
    public ValueTask<ExtractionOutcome> CommitExtractionAsync(
        AccessScope scope, SessionKey key, ExtractionCommit commit, CancellationToken cancellationToken)
    {
        scope.Demand(key.Owner, "session");
        foreach (var record in commit.Records)
            scope.Demand(record.Owner, "memory");
        return WriteAsync(
            key,
            async (unit, batch) =>
            {
                var session = await unit.FindLiveAsync(commit.Messages);
                // A message may have been on its way from one place to the other.
                batch.Confirm();
                if (session is null && !unit.Departed.Any)
                    return ExtractionOutcome.Deleted;
                var stored = (session?.Messages ?? []).ToLookup(message => message.Id, StringComparer.Ordinal);
                var present = new List<MemoryMessage>(commit.Messages.Count);
                foreach (var message in commit.Messages)
                {
                    switch (IsExtracted(stored, unit.Departed, message))
                    {
                        case true:
                            return ExtractionOutcome.Superseded;
                        case false:
                            present.Add(message);
                            break;
                    }
                }

                if (present.Count > 0)
                {
                    Stamp(unit, session, present);
                    await WriteAsync(batch, key, commit, present);
                }

                return ExtractionOutcome.Committed;
            },
            cancellationToken);
    }

    private static void Stamp(SessionUnit unit, Session? session, List<MemoryMessage> present)
    {
        foreach (var message in present)
            unit.Departed.Stamp(message, isLive: session is not null);
        if (session is null)
            return;
        var seen = present.ToLookup(message => message.Id, StringComparer.Ordinal);
        unit.Stamp(session, message =>
            !message.DiscreteMemoryExtracted && seen[message.Id].Any(one => ServerOwnedFlags.IsSameContent(one, message))
                ? message with { DiscreteMemoryExtracted = true } : message);
    }

    private static async Task WriteAsync(WriteBatch batch, SessionKey key, ExtractionCommit commit, List<MemoryMessage> present)
    {
        var sources = new ExtractionSources(commit.Messages.Select(message => message.Id), present.Select(message => message.Id));
        var memories = new MemoryUnit(batch);
        await memories.UpsertAsync(
            [.. commit.Records.Where(sources.Support)], new UpsertOptions { OperationId = commit.OperationId });
        memories.Flush();
        batch.Log(EventKinds.ExtractionCompleted, key.Owner, key.SessionId, detail: commit.Detail);
        batch.Enqueue(commit.Tasks);
    }

    /// <summary>Whether extraction has seen this content, in the session or aside; <see langword="null"/> when it is in
    /// neither.</summary>
    private static bool? IsExtracted(ILookup<string, MemoryMessage> stored, DepartedMessages departed, MemoryMessage message)
    {
        var same = stored[message.Id].Where(one => ServerOwnedFlags.IsSameContent(one, message)).ToList();
        return same.Count > 0 ? same.TrueForAll(one => one.DiscreteMemoryExtracted) : departed.IsExtracted(message);
    }
}
