using AgentMemory.Storage.Redis.Database;
using AgentMemory.WorkingMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.WorkingMemory;

/// <summary>
/// Messages that left one session, while a write changes them: what left before extraction saw it, whole, and what extraction
/// has seen, as a remembrance. Asks only for messages that were loaded; <see cref="WriteAsync"/> puts the changes into the batch.
/// </summary>
/// <remarks>
/// Beside the rows there is a hash, while there is any: its <c>revision</c>, drawn anew by every write; the <c>newest</c>
/// position; the <c>outlived</c> one, up to which the rows are of a session before this one; and how many rows there are.
/// </remarks>
internal sealed class DepartedMessages(SessionKeys names)
{
    /// <summary>A client that sends still older messages again has them extracted again.</summary>
    private const int MaximumRemembered = 10_000;

    /// <summary>Reached only where nobody extracts.</summary>
    private const int MaximumWaiting = 100_000;

    private const string Revision = "revision";
    private static readonly string[] HeadFields = [Revision, "newest", "outlived", "known", "waiting"];

    private readonly DepartedRows _known = new(names.DepartedKnown, names.DepartedKnownOrder, MaximumRemembered);
    private readonly DepartedRows _waiting = new(names.DepartedWaiting, names.DepartedWaitingOrder, MaximumWaiting);
    private RedisValue _revision;
    private long _newest;
    private bool _isKept;
    private bool _isHeadChanged;
    private DateTimeOffset? _endedAt;
    private bool _isAdopted;

    public bool Any => _known.Count + _waiting.Count > 0;

    /// <summary>Begins with what is stored, loading these messages. All commands are given before the first is awaited.</summary>
    public async Task BeginAsync(IDatabaseAsync database, IEnumerable<MemoryMessage> messages)
    {
        var fields = messages.Select(DepartedMessage.FieldOf).ToList();
        var head = database.HashGetAsync(names.Departed, Array.ConvertAll(HeadFields, field => (RedisValue)field));
        await Task.WhenAll(head, _known.LoadAsync(database, fields), _waiting.LoadAsync(database, fields));

        var hash = new SessionHash(HeadFields, await head);
        _revision = hash.TextOrNull(Revision);
        _newest = hash.WholeOrNull("newest") ?? 0;
        var outlived = hash.WholeOrNull("outlived") ?? 0;
        _known.Begin(hash.WholeOrNull("known") ?? 0, outlived);
        _waiting.Begin(hash.WholeOrNull("waiting") ?? 0, outlived);
    }

    /// <summary>What the write decides rests on these rows.</summary>
    public void Expect(WriteBatch batch) => batch.ExpectField(names.Departed, Revision, _revision);

    /// <summary>Keeps messages that leave the session: whole, or, those extraction has seen, as a remembrance.</summary>
    public async Task KeepAsync(IDatabase database, MemoryStrategy strategy, IReadOnlyList<MemoryMessage> messages)
    {
        var fields = messages.Select(DepartedMessage.FieldOf).ToList();
        await Task.WhenAll(_known.LoadAsync(database, fields), _waiting.LoadAsync(database, fields));
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            if (message.DiscreteMemoryExtracted)
                _known.Set(fields[i], new(++_newest, message.PersistedAt, null, null));
            else
                _waiting.Set(fields[i], new(++_newest, message.PersistedAt, message, strategy));
            _isKept = true;
        }
    }

    /// <summary>Takes a message that comes back into its session off the rows, with its server-owned flags.</summary>
    public MemoryMessage? TakeBack(MemoryMessage message)
    {
        var field = DepartedMessage.FieldOf(message);
        var (known, waiting) = (_known.Find(field), _waiting.Find(field));
        if (known is null && waiting is null)
            return null;
        Remove(field, known, waiting);
        return message with
        {
            DiscreteMemoryExtracted = known is not null,
            PersistedAt = known?.PersistedAt ?? waiting?.PersistedAt,
        };
    }

    /// <summary>Whether extraction has seen the message; <see langword="null"/> when it is not among the rows.</summary>
    public bool? IsExtracted(MemoryMessage message)
    {
        var field = DepartedMessage.FieldOf(message);
        return _waiting.Find(field) is not null ? false : _known.Find(field) is not null ? true : null;
    }

    /// <param name="isLive">Whether the session goes on, so that the message may come back and must be known then.</param>
    public void Stamp(MemoryMessage message, bool isLive)
    {
        var field = DepartedMessage.FieldOf(message);
        var (known, waiting) = (_known.Find(field), _waiting.Find(field));
        if (!isLive)
        {
            Remove(field, known, waiting);
        }
        else if (waiting is not null)
        {
            _waiting.Set(field, null);
            _known.Set(field, new(waiting.Position, waiting.PersistedAt ?? known?.PersistedAt, null, null));
        }
    }

    /// <summary>Nothing of the session is to be left.</summary>
    public void Forget()
    {
        _known.Clear();
        _waiting.Clear();
    }

    /// <summary>The session ended by itself: what follows under its key is another one, to which none of its flags apply.</summary>
    /// <returns>Whether messages wait for extraction.</returns>
    public bool Outlive(DateTimeOffset now)
    {
        _known.Clear();
        _waiting.Outlived = _newest;
        (_isHeadChanged, _endedAt) = (true, now);
        return _waiting.Count > 0;
    }

    /// <summary>A session begins under this key.</summary>
    public void Adopt()
    {
        if (Any)
            (_isAdopted, _endedAt) = (true, null);
    }

    public async Task WriteAsync(WriteBatch batch)
    {
        if (_isKept)
        {
            await _known.BoundAsync(batch.Database, _newest);
            await _waiting.BoundAsync(batch.Database, _newest);
        }

        if (_known.IsChanged || _waiting.IsChanged || _isHeadChanged)
        {
            _known.Write(batch);
            _waiting.Write(batch);
            WriteHead(batch);
        }

        if (Any && _endedAt is { } endedAt)
            batch.Do("ZADD", names.DepartedForget, endedAt.ToMicroseconds(), names.Member);
        else if (_isAdopted || (!Any && !_revision.IsNull))
            batch.Do("ZREM", names.DepartedForget, names.Member);
    }

    /// <summary>As <see cref="Forget()"/> and <see cref="WriteAsync"/>, whatever is stored.</summary>
    public static void Forget(WriteBatch batch, SessionKeys names)
    {
        foreach (var key in (ReadOnlySpan<RedisKey>)
            [names.Departed, names.DepartedKnown, names.DepartedKnownOrder, names.DepartedWaiting, names.DepartedWaitingOrder])
            batch.Do("UNLINK", key);
        batch.Do("ZREM", names.DepartedForget, names.Member);
    }

    private void WriteHead(WriteBatch batch)
    {
        if (Any)
        {
            batch.Do(
                "HSET", names.Departed, Revision, RecordVersion.New(), "newest", _newest, "outlived", _waiting.Outlived,
                "known", _known.Count, "waiting", _waiting.Count);
        }
        else if (!_revision.IsNull)
        {
            batch.Do("UNLINK", names.Departed);
        }
    }

    private void Remove(string field, DepartedMessage? known, DepartedMessage? waiting)
    {
        if (known is not null)
            _known.Set(field, null);
        if (waiting is not null)
            _waiting.Set(field, null);
    }
}
