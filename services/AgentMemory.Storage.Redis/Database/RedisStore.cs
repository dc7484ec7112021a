using AgentMemory.Errors;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Database;

/// <summary>
/// How the ports read and write. A write is decided on here, from what was read, and committed by one script that first checks
/// that what it was decided on still holds (docs/adr/0014); when it does not, it is decided anew.
/// </summary>
internal sealed class RedisStore(RedisConnection connection, RedisStoreOptions options, TimeProvider time)
{
    /// <summary>Bounds how long a write is decided anew before the caller is told to try again.</summary>
    private static readonly TimeSpan Persistence = TimeSpan.FromSeconds(15);

    private readonly WriteGates _gates = new();

    public Keys Keys { get; } = new(options.Name);

    public RedisStoreOptions Options => options;

    public TimeProvider Time => time;

    public long NowMicroseconds => time.UtcNowMicroseconds().ToMicroseconds();

    /// <summary>The channel on which scripts tell of something new; its messages say no more.</summary>
    public StoreChannel Channel(string name, Action heard) => new(connection, RedisChannel.Literal(Keys.Root + name), heard);

    /// <exception cref="MemoryException">Redis cannot serve.</exception>
    public async Task<T> ReadAsync<T>(Func<IDatabase, Task<T>> read, CancellationToken cancellationToken)
    {
        using var activity = StoreTelemetry.Start("read");
        try
        {
            return await read(await connection.DatabaseAsync(cancellationToken)).WaitAsync(cancellationToken);
        }
        catch (Exception error) when (RedisFailure.Is(error))
        {
            throw RedisFailure.Translate(error);
        }
    }

    /// <summary>Runs a script of <see cref="StoreScripts"/>; it begins with the anchor as its only key.</summary>
    public Task<RedisResult> RunAsync(string script, RedisValue[] arguments, CancellationToken cancellationToken) =>
        ReadAsync(database => EvaluateAsync(database, script, arguments), cancellationToken);

    /// <summary>As <see cref="RunAsync"/>, for scripts that change something: once begun, the outcome is awaited whatever the
    /// caller does.</summary>
    public Task<RedisResult> ChangeAsync(string script, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return RunAsync(script, arguments, CancellationToken.None);
    }

    /// <summary>Commits what <paramref name="decide"/> puts into the batch.</summary>
    /// <param name="subject">What most likely is written by others at once, such as a session: writes of this process to the
    /// same subject wait for each other instead of being decided anew.</param>
    /// <exception cref="MemoryException">Redis cannot serve, or others were always faster.</exception>
    public Task<T> WriteAsync<T>(string subject, Func<WriteBatch, Task<T>> decide, CancellationToken cancellationToken) =>
        WriteAsync(subject, decide, static (decided, _) => decided, cancellationToken);

    /// <param name="conclude">Makes the result of what was decided and what the commit returned: sequences of events and ids of
    /// tasks, in the order they were put into the batch. Not called for a batch that does nothing, whose results are none.</param>
    /// <inheritdoc cref="WriteAsync{T}(string, Func{WriteBatch, Task{T}}, CancellationToken)"/>
    public async Task<TResult> WriteAsync<T, TResult>(
        string subject, Func<WriteBatch, Task<T>> decide, Func<T, IReadOnlyList<string>, TResult> conclude,
        CancellationToken cancellationToken)
    {
        using var activity = StoreTelemetry.Start("write");
        using var turn = await _gates.EnterAsync(subject, cancellationToken);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        try
        {
            var database = await connection.DatabaseAsync(cancellationToken);
            for (var attempt = 0; ; attempt++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var batch = new WriteBatch(database, Keys, time.UtcNowMicroseconds());
                var decided = await decide(batch);
                if (batch.IsEmpty)
                    return conclude(decided, []);
                // From here on the write may happen: its outcome is awaited whatever the caller does.
                var reply = (RedisResult[])(await EvaluateAsync(database, StoreScripts.Commit, batch.ToArguments()))!;
                switch ((int)reply[0])
                {
                    case 1:
                        return conclude(decided, Array.ConvertAll(reply[1..], result => (string)result!));
                    case -1:
                        throw new ConflictException("The task ID is in use already; choose another one");
                }

                if (System.Diagnostics.Stopwatch.GetElapsedTime(started) > Persistence)
                {
                    throw new StoreUnavailableException(
                        "Others change the same data all the time; nothing was changed, try again", TimeSpan.FromSeconds(1));
                }

                if (attempt > 0)
                    await Task.Delay(Random.Shared.Next(1, Math.Min(1 << attempt, 50)), cancellationToken);
            }
        }
        catch (Exception error) when (RedisFailure.Is(error))
        {
            throw RedisFailure.Translate(error);
        }
    }

    /// <summary>As <see cref="RunAsync"/>, within a read or a write.</summary>
    public async Task<RedisResult> EvaluateAsync(IDatabase database, string script, RedisValue[] arguments)
    {
        try
        {
            return await database.ScriptEvaluateAsync(script, [Keys.Anchor], arguments);
        }
        catch (RedisServerException error) when (RedisFailure.IsMissingScript(error))
        {
            // Redis was restarted, which forgets scripts; nothing ran.
            return await database.ScriptEvaluateAsync(script, [Keys.Anchor], arguments);
        }
    }
}
