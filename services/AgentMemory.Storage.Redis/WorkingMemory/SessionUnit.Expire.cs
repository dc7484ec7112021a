using AgentMemory.Events;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Redis.WorkingMemory;

internal sealed partial class SessionUnit
{
    /// <summary>Removes a session with all it left and its queued tasks. One that comes to be under the same id meanwhile, of
    /// another owner, comes after.</summary>
    public static void Delete(WriteBatch batch, SessionKey key, string revision)
    {
        var names = new SessionKeys(batch.Keys, key);
        batch.ExpectField(names.Hash, SessionFields.Revision, revision);
        Remove(batch, key, names);
        Forget(batch, key);
        batch.Log(EventKinds.SessionDeleted, key.Owner, key.SessionId);
    }

    /// <summary>Of a session that is no more, removes what it left and its queued tasks.</summary>
    public static void Forget(WriteBatch batch, SessionKey key)
    {
        DepartedMessages.Forget(batch, new SessionKeys(batch.Keys, key));
        batch.CancelQueued(key);
    }

    /// <summary>What extraction has not seen yet outlives the session, with the tasks that will see to it; where there is no
    /// task, nobody will, and a TTL is a promise.</summary>
    /// <param name="session">The session, if it was read.</param>
    private async Task ExpireAsync(Session? session)
    {
        var anyUnfinished = await _batch.Database.KeyExistsAsync(_names.Tasks);
        _batch.ExpectExists(_names.Tasks, anyUnfinished);
        if (!anyUnfinished)
            Departed.Forget();
        // Where it is gone since it was seen, the commit will find that too.
        else if ((session ?? (await _reader.FindStoredAsync(_batch.Database, _key))?.Session) is { } read)
            await OutliveAsync(read);
        Remove(_batch, _key, _names);
        HasExpired = true;
        _batch.Log(EventKinds.SessionExpired, _key.Owner, _key.SessionId);
    }

    private async Task OutliveAsync(Session session)
    {
        await Departed.KeepAsync(
            _batch.Database, session.Strategy, [.. session.Messages.Where(message => !message.DiscreteMemoryExtracted)]);
        if (!Departed.Outlive(_batch.Now))
            _batch.CancelQueued(_key);
    }

    private static void Remove(WriteBatch batch, SessionKey key, SessionKeys names)
    {
        batch.Do("UNLINK", names.Hash);
        batch.Do("UNLINK", names.Messages);
        batch.Do("UNLINK", names.MessageIds);
        SessionIndex.Remove(batch, key, names);
    }
}
