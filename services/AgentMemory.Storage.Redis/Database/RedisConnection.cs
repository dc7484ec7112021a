using AgentMemory.Errors;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Database;

/// <summary>
/// The one multiplexed connection of a process, opened at its first use and kept open: it reconnects by itself, and commands
/// given meanwhile wait for it as long as <see cref="RedisStoreOptions.CommandTimeout"/>.
/// </summary>
internal sealed class RedisConnection(RedisStoreOptions options) : IAsyncDisposable, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile ConnectionMultiplexer? _multiplexer;
    private bool _isDisposed;

    /// <exception cref="StoreIncompatibleException">The connection string cannot be read.</exception>
    public async ValueTask<ConnectionMultiplexer> OpenAsync(CancellationToken cancellationToken)
    {
        if (_multiplexer is { } open)
            return open;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _multiplexer ??= await ConnectionMultiplexer.ConnectAsync(Configuration());
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask<IDatabase> DatabaseAsync(CancellationToken cancellationToken) =>
        (await OpenAsync(cancellationToken)).GetDatabase();

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        if (_multiplexer is { } open)
            await open.DisposeAsync();
    }

    public void Dispose()
    {
        _isDisposed = true;
        _multiplexer?.Dispose();
    }

    private ConfigurationOptions Configuration()
    {
        ConfigurationOptions configuration;
        try
        {
            configuration = RedisAddress.Parse(options.Connection);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new StoreIncompatibleException(
                "REDIS_URL cannot be read: use redis://[user:password@]host:port, rediss:// for TLS, or host:port,option=value", error);
        }

        // Redis may start after this process, and may go away; neither ends it.
        configuration.AbortOnConnectFail = false;
        configuration.ConnectTimeout = (int)options.CommandTimeout.TotalMilliseconds;
        configuration.AsyncTimeout = (int)options.CommandTimeout.TotalMilliseconds;
        configuration.SyncTimeout = (int)options.CommandTimeout.TotalMilliseconds;
        configuration.ReconnectRetryPolicy = new ExponentialRetry(100, 2000);
        configuration.ClientName ??= "agent-memory";
        configuration.AllowAdmin = true; // Asking how Redis is set up (ServerState) counts as administration.
        return configuration;
    }
}
