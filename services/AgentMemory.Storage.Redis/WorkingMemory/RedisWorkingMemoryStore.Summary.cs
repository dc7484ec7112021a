using AgentMemory.Events;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Redis.WorkingMemory;

internal sealed partial class RedisWorkingMemoryStore
{
    public ValueTask<Session?> CommitSummaryAsync(
        AccessScope scope, SessionKey key, SummaryCommit commit, CancellationToken cancellationToken)
    {
        scope.Demand(key.Owner, "session");
        return WriteAsync<Session?>(
            key,
            async (unit, batch) =>
            {
                if (await unit.FindLiveAsync(commit.Messages) is not { } stored
                    || SummarizedSession.TryMake(stored, commit, batch.Now, out var left) is not { } session)
                    return null;
                await unit.Departed.KeepAsync(
                    batch.Database, stored.Strategy,
                    commit.KeepUnextracted ? left : [.. left.Where(message => message.DiscreteMemoryExtracted)]);
                unit.Replace(session);
                batch.Log(EventKinds.SessionSummarized, key.Owner, key.SessionId, detail: commit.Detail);
                return session;
            },
            cancellationToken);
    }
}
