using AgentMemory.Errors;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Database;

/// <summary>
/// One channel of the store. Redis keeps no messages for whom it cannot reach, so a connection that comes back counts as a
/// message: what was told meanwhile is looked for.
/// </summary>
internal sealed class StoreChannel(RedisConnection connection, RedisChannel channel, Action heard)
{
    private readonly Lock _gate = new();
    private volatile Task? _listening;

    /// <summary>Whether every message is heard already.</summary>
    public bool IsListening => _listening is { IsCompletedSuccessfully: true };

    /// <summary>From its first success on every message is heard, as long as the process runs.</summary>
    /// <exception cref="MemoryException">Redis cannot serve.</exception>
    public Task ListenAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_listening is null or { IsFaulted: true })
                _listening = SubscribeAsync();
            return _listening.WaitAsync(cancellationToken);
        }
    }

    private async Task SubscribeAsync()
    {
        try
        {
            var multiplexer = await connection.OpenAsync(CancellationToken.None);
            await multiplexer.GetSubscriber().SubscribeAsync(channel, (_, _) => heard());
            multiplexer.ConnectionRestored += (_, _) => heard();
        }
        catch (Exception error) when (RedisFailure.Is(error))
        {
            throw RedisFailure.Translate(error);
        }
    }
}
