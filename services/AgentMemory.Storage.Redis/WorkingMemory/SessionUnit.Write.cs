using AgentMemory.WorkingMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.WorkingMemory;

internal sealed partial class SessionUnit
{
    /// <summary>Rewriting the whole list costs less than so many elements one by one.</summary>
    private const int FewOfAll = 4;

    /// <summary>A session where there is none.</summary>
    public void Create(Session session)
    {
        Departed.Adopt();
        WriteFields(SessionFields.Write(session, out _), []);
        SessionIndex.Add(_batch, _key, _names);
        if (session.ExpiresAt is not null)
            SessionIndex.Expire(_batch, _names, session.ExpiresAt);
        AddMessages(session.Messages);
    }

    /// <summary>The session instead of the one that is stored.</summary>
    public void Replace(Session session)
    {
        WriteFields(SessionFields.Write(session, out var absent), absent);
        SessionIndex.Expire(_batch, _names, session.ExpiresAt);
        _batch.Do("UNLINK", _names.Messages);
        _batch.Do("UNLINK", _names.MessageIds);
        AddMessages(session.Messages);
    }

    /// <summary>Messages at the end of the stored session, whose ids are new to it.</summary>
    /// <returns>The new version.</returns>
    public long Extend(SessionHead stored, SessionAppend append, IReadOnlyList<MemoryMessage> messages)
    {
        var version = RecordVersion.New();
        var ttl = append.Ttl.Apply(stored.TtlSeconds);
        var expiresAt = Session.ExpiryOf(_batch.Now, ttl);
        var written = SessionFields.WriteAppended(
            version, stored.MessageCount + messages.Count, append.Strategy, ttl, expiresAt, _batch.Now, out var absent);
        WriteFields(written, stored.ExpiresAt is null ? [] : absent);
        if (expiresAt is not null || stored.ExpiresAt is not null)
            SessionIndex.Expire(_batch, _names, expiresAt);
        AddMessages(messages);
        return version;
    }

    /// <summary>Messages and memories with other flags; the session is otherwise as it was.</summary>
    public void Stamp(Session stored, Func<MemoryMessage, MemoryMessage> stampMessage, Func<Session, RedisValue>? memories = null)
    {
        var messages = stored.Messages.Select(stampMessage).ToList();
        var changed = Enumerable.Range(0, messages.Count).Where(i => !ReferenceEquals(messages[i], stored.Messages[i])).ToList();
        if (changed.Count > messages.Count / FewOfAll)
        {
            _batch.Do("UNLINK", _names.Messages);
            _batch.DoMany("RPUSH", _names.Messages, StoredMessage.Write(messages));
        }
        else
        {
            foreach (var i in changed)
                _batch.Do("LSET", _names.Messages, i, StoredMessage.Write(messages[i]));
        }

        var fields = SessionFields.WriteStamped();
        WriteFields(memories is null ? fields : [.. fields, SessionFields.Memories, memories(stored)], []);
    }

    private void WriteFields(RedisValue[] fields, IReadOnlyList<RedisValue> absent)
    {
        _batch.Do("HSET", _names.Hash, fields);
        if (absent.Count > 0)
            _batch.Do("HDEL", _names.Hash, [.. absent]);
    }

    private void AddMessages(IReadOnlyList<MemoryMessage> messages)
    {
        _batch.DoMany("RPUSH", _names.Messages, StoredMessage.Write(messages));
        var seen = new HashSet<string>(messages.Count, StringComparer.Ordinal);
        var ids = new List<RedisValue>(2 * messages.Count);
        foreach (var message in messages.Where(message => seen.Add(message.Id)))
            ids.AddRange([message.Id, StoredMessage.Digest(message)]);
        _batch.DoMany("HSET", _names.MessageIds, [.. ids], stride: 2);
    }
}
