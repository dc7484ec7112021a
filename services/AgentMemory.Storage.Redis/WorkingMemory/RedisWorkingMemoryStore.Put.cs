using AgentMemory.Events;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Redis.WorkingMemory;

internal sealed partial class RedisWorkingMemoryStore
{
    public ValueTask<Session> PutAsync(
        AccessScope scope, SessionReplacement replacement, WriteCondition condition, IReadOnlyList<TaskRequest> tasks,
        CancellationToken cancellationToken)
    {
        scope.Demand(replacement.Key.Owner, "session");
        return WriteAsync(
            replacement.Key,
            async (unit, batch) =>
            {
                var stored = await unit.FindLiveAsync(replacement.Messages);
                condition.Demand(stored?.Version, Name(replacement.Key));
                List<MemoryMessage> returned =
                    [.. ReplacedSession.Arriving(stored, replacement).Select(unit.Departed.TakeBack).OfType<MemoryMessage>()];
                var session = ReplacedSession.Of(stored, returned, replacement, batch.Now);
                if (stored is null)
                {
                    unit.Create(session);
                }
                else
                {
                    await unit.Departed.KeepAsync(batch.Database, stored.Strategy, ReplacedSession.Removed(stored, session));
                    unit.Replace(session);
                }

                batch.Log(EventKinds.SessionPut, session.Key.Owner, session.Key.SessionId);
                batch.Enqueue(tasks);
                return session;
            },
            cancellationToken);
    }
}
