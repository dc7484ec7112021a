using System.Globalization;
using AgentMemory.Events;
using AgentMemory.Storage.Redis.Database;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Events;

/// <summary>Writing, waiting and trimming; reading is in the other part. <c>events.lua</c> tells how entries are kept.</summary>
internal sealed partial class RedisEventLog : IEventLog
{
    /// <summary>Entries dropped by one script: it keeps everybody else waiting.</summary>
    private const int DroppedAtOnce = 1000;

    /// <summary>A process that waits before it ever looked has not heard what came while it began to listen, so it looks soon.</summary>
    private static readonly TimeSpan BeforeListening = TimeSpan.FromSeconds(2);

    private static readonly string TrimOldest = StoreScripts.Read("keys", "event-trims", "event-trim");
    private static readonly string TrimSession = StoreScripts.Read("keys", "event-trims", "event-trim-session");

    private readonly RedisStore _store;
    private readonly EventSignal _signal;
    private readonly StoreChannel _channel;

    public RedisEventLog(RedisStore store)
    {
        _store = store;
        _signal = new(store.Time);
        _channel = store.Channel("events", _signal.Set);
    }

    public Task<long> AppendAsync(MemoryEvent entry, CancellationToken cancellationToken) => _store.WriteAsync(
        Ulid.New(),
        batch =>
        {
            batch.Log(entry.Kind, entry.Owner, entry.SessionId, entry.SubjectId, entry.At, entry.Detail);
            return Task.FromResult(true);
        },
        static (_, sequences) => long.Parse(sequences[0], CultureInfo.InvariantCulture), cancellationToken);

    public async Task<long> NewestAsync(CancellationToken cancellationToken) => (long)await _store.ReadAsync(
        database => database.StringGetAsync(_store.Keys.Of("event-sequence")), cancellationToken);

    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (!_channel.IsListening)
        {
            await _channel.ListenAsync(cancellationToken);
            atMost = atMost < BeforeListening ? atMost : BeforeListening;
        }

        await _signal.WaitAsync(atMost, cancellationToken);
    }

    public async Task<int> TrimAsync(int keep, int keepPerSession, CancellationToken cancellationToken)
    {
        var dropped = await TrimAsync(TrimOldest, [keep, DroppedAtOnce], cancellationToken);
        foreach (var session in await SessionsWithMoreAsync(keepPerSession, cancellationToken))
            dropped += await TrimAsync(TrimSession, [.. OwnerAndSession(session), keepPerSession, DroppedAtOnce], cancellationToken);
        return dropped;
    }

    private async Task<int> TrimAsync(string script, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        for (var dropped = 0; ;)
        {
            var went = (int)await _store.ChangeAsync(script, arguments, cancellationToken);
            dropped += went;
            if (went < DroppedAtOnce)
                return dropped;
        }
    }

    /// <summary>Members of <c>event-sessions</c>.</summary>
    private Task<RedisValue[]> SessionsWithMoreAsync(int entries, CancellationToken cancellationToken) => _store.ReadAsync(
        database => database.SortedSetRangeByScoreAsync(_store.Keys.Of("event-sessions"), entries, exclude: Exclude.Start),
        cancellationToken);

    private static RedisValue[] OwnerAndSession(RedisValue member)
    {
        var text = (string)member!;
        var end = text.LastIndexOf(':');
        return [text[..end], text[(end + 1)..]];
    }
}
