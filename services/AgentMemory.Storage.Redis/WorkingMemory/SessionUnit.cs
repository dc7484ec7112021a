using AgentMemory.Storage.Redis.Database;
using AgentMemory.WorkingMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.WorkingMemory;

/// <summary>One write to one session and to what left it. Everything it reads is expected when it is committed.</summary>
internal sealed partial class SessionUnit
{
    private static readonly string[] HeadFields =
    [
        SessionFields.Revision, SessionFields.Version, SessionFields.MessageCount, SessionFields.TtlSeconds,
        SessionFields.ExpiresAt,
    ];

    private readonly WriteBatch _batch;
    private readonly SessionReader _reader;
    private readonly SessionKey _key;
    private readonly SessionKeys _names;

    public SessionUnit(WriteBatch batch, SessionReader reader, SessionKey key)
    {
        (_batch, _reader, _key, _names) = (batch, reader, key, new SessionKeys(batch.Keys, key));
        Departed = new DepartedMessages(_names);
    }

    public DepartedMessages Departed { get; }

    /// <summary>Whether the session was there, and had expired.</summary>
    public bool HasExpired { get; private set; }

    /// <summary>The live session. An expired one is removed, so that what follows starts afresh.</summary>
    /// <param name="messages">Those that <see cref="Departed"/> will be asked for.</param>
    public async Task<Session?> FindLiveAsync(IEnumerable<MemoryMessage> messages)
    {
        var departed = Departed.BeginAsync(_batch.Database, messages);
        var stored = await _reader.FindStoredAsync(_batch.Database, _key);
        await departed;
        Expect(stored?.Revision);
        if (stored is null)
            return null;
        if (stored.Session.IsLiveAt(_batch.Now))
            return stored.Session;
        await ExpireAsync(stored.Session);
        return null;
    }

    /// <summary>As <see cref="FindLiveAsync"/> without reading the messages.</summary>
    /// <param name="messages">Those to be appended.</param>
    public async Task<SessionHead?> FindLiveHeadAsync(IReadOnlyList<MemoryMessage> messages)
    {
        var moment = _batch.Database.CreateTransaction();
        var head = moment.HashGetAsync(_names.Hash, Array.ConvertAll(HeadFields, field => (RedisValue)field));
        var digests = messages.Count == 0
            ? Task.FromResult<RedisValue[]>([])
            : moment.HashGetAsync(_names.MessageIds, [.. messages.Select(message => (RedisValue)message.Id)]);
        var departed = Departed.BeginAsync(moment, messages);
        await moment.ExecuteAsync();
        await Task.WhenAll(head, digests, departed);

        var hash = new SessionHash(HeadFields, await head);
        Expect(hash.TextOrNull(SessionFields.Revision));
        if (hash.IsEmpty)
            return null;
        var stored = new SessionHead(
            hash.Whole(SessionFields.Version), (int)hash.Whole(SessionFields.MessageCount),
            (int?)hash.WholeOrNull(SessionFields.TtlSeconds), hash.TimeOrNull(SessionFields.ExpiresAt), await digests);
        if (stored.ExpiresAt is null || stored.ExpiresAt > _batch.Now)
            return stored;
        await ExpireAsync(null);
        return null;
    }

    /// <summary>Puts what is left to do into the batch: the last call.</summary>
    public Task FinishAsync() => Departed.WriteAsync(_batch);

    private void Expect(string? revision)
    {
        _batch.ExpectField(_names.Hash, SessionFields.Revision, revision);
        Departed.Expect(_batch);
    }
}
