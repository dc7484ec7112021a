using AgentMemory.Errors;
using AgentMemory.Events;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Redis.WorkingMemory;

internal sealed partial class RedisWorkingMemoryStore
{
    public ValueTask<AppendResult> AppendAsync(
        AccessScope scope, SessionAppend append, WriteCondition condition, IReadOnlyList<TaskRequest> tasks,
        CancellationToken cancellationToken)
    {
        scope.Demand(append.Key.Owner, "session");
        return WriteAsync(
            append.Key,
            async (unit, batch) =>
            {
                var stored = await unit.FindLiveHeadAsync(append.Messages);
                condition.Demand(stored?.Version, Name(append.Key));
                var added = stored is null ? append.Messages : NewMessages(stored, append);
                if (stored is not null && added.Count == 0)
                    return new AppendResult(stored.Version, stored.MessageCount, 0);

                List<MemoryMessage> messages =
                    [.. added.Select(message => ServerOwnedFlags.CarryOver(message, unit.Departed.TakeBack(message)))];
                long version;
                if (stored is null)
                {
                    var session = AppendedSession.New(append, messages, batch.Now);
                    unit.Create(session);
                    version = session.Version;
                }
                else
                {
                    version = unit.Extend(stored, append, messages);
                }

                batch.Log(EventKinds.SessionAppended, append.Key.Owner, append.Key.SessionId);
                batch.Enqueue(tasks);
                return new AppendResult(version, (stored?.MessageCount ?? 0) + messages.Count, messages.Count);
            },
            cancellationToken);
    }

    /// <summary>Those of the sent messages that are not there yet.</summary>
    private static List<MemoryMessage> NewMessages(SessionHead stored, SessionAppend append)
    {
        var added = new List<MemoryMessage>(append.Messages.Count);
        for (var i = 0; i < append.Messages.Count; i++)
        {
            var message = append.Messages[i];
            if (stored.Digests[i].IsNull)
                added.Add(message);
            else if (stored.Digests[i] != StoredMessage.Digest(message))
            {
                throw new ConflictException(
                    $"Message {message.Id} is in session {append.Key.SessionId} already with other content; nothing was added. "
                    + "Send a new `id`, or replace the session with PUT");
            }
        }

        return added;
    }
}
