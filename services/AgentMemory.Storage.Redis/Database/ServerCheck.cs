using AgentMemory.Errors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentMemory.Storage.Redis.Database;

/// <summary>
/// Tells operators, once the process runs, what of their Redis is not as a memory needs it. The process never waits for it and
/// never ends because of it: while Redis cannot be reached, requests are refused and readiness says so.
/// </summary>
internal sealed partial class ServerCheck(RedisStore store, ILogger<ServerCheck> logger) : BackgroundService
{
    private static readonly Version Oldest = new(7, 0);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var said = "";
        while (true)
        {
            try
            {
                Report(await ServerState.ReadAsync(store, stoppingToken));
                if (said.Length > 0)
                    LogReached();
                return;
            }
            catch (MemoryException error)
            {
                if (error.Detail != said)
                    LogUnreachable(error.Detail, error);
                said = error.Detail;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // An answer nobody thought of; not worth ending the process for.
                LogUnchecked(error);
                return;
            }

            await Task.Delay(Pause, stoppingToken);
        }
    }

    private void Report(ServerState state)
    {
        if (state.Version is { } version && version < Oldest)
            LogTooOld(version, Oldest);
        if (state.HasSearch is false)
            LogNoSearch();
        if (state.IsMemoryBounded is true && state.EvictionPolicy is { } policy && policy.StartsWith("allkeys", StringComparison.Ordinal))
            LogEvicts(policy);
        switch (state)
        {
            case { AppendOnly: "no", SnapshotTimes: "" }:
                LogKeepsNothing();
                break;
            case { AppendOnly: "no" }:
                LogSnapshotsOnly();
                break;
            case { AppendOnly: "yes", AppendSync: "everysec" }:
                LogSyncsLate("of the last second or two");
                break;
            case { AppendOnly: "yes", AppendSync: "no" }:
                LogSyncsLate("of up to half a minute");
                break;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The store cannot be used yet, and requests that need it are refused: {Reason}")]
    private partial void LogUnreachable(string reason, Exception exception);

    [LoggerMessage(LogLevel.Warning, "How Redis is set up cannot be told")]
    private partial void LogUnchecked(Exception exception);

    [LoggerMessage(LogLevel.Information, "The store can be used now")]
    private partial void LogReached();

    [LoggerMessage(LogLevel.Error, "This is Redis {Version}; use {Oldest} or later: commands this server needs are missing")]
    private partial void LogTooOld(Version version, Version oldest);

    [LoggerMessage(
        LogLevel.Error,
        "This Redis has no Search, so everything about long-term memory is refused: use Redis 8, Redis Stack 7.4, or load the RediSearch module")]
    private partial void LogNoSearch();

    [LoggerMessage(
        LogLevel.Warning,
        "Redis may delete memories when it runs out of memory (maxmemory-policy {Policy}): set maxmemory-policy to noeviction")]
    private partial void LogEvicts(string policy);

    [LoggerMessage(
        LogLevel.Warning,
        "Redis keeps nothing on disk: all memories are lost when it stops. Set appendonly to yes and appendfsync to always")]
    private partial void LogKeepsNothing();

    [LoggerMessage(
        LogLevel.Warning,
        "Redis keeps only snapshots on disk: what was acknowledged since the last one is lost when it stops. Set appendonly to yes and appendfsync to always")]
    private partial void LogSnapshotsOnly();

    [LoggerMessage(
        LogLevel.Warning,
        "Redis acknowledges before it syncs its disk: a crash of its machine may lose acknowledged writes {Time}. Set appendfsync to always")]
    private partial void LogSyncsLate(string time);
}
