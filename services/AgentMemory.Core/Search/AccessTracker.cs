using System.Threading.Channels;
using AgentMemory.LongTermMemory;
using AgentMemory.Telemetry;
using AgentMemory.Tenancy;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentMemory.Search;

/// <summary>
/// Counts accesses to memories behind the search that made them (spec 10.13): collected in memory, written in batches,
/// at most once per record in 15 minutes, never to a record that is gone. Best effort: a search neither waits for it nor
/// fails by it.
/// </summary>
public sealed partial class AccessTracker(ILongTermMemoryStore store, TimeProvider time, ILogger<AccessTracker> logger)
    : BackgroundService
{
    private const int Capacity = 8192;
    private const int BatchSize = 256;
    private static readonly TimeSpan BatchDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MinimumInterval = TimeSpan.FromMinutes(15);

    private readonly Channel<MemoryKey> _accessed = Channel.CreateBounded<MemoryKey>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    public void Record(IReadOnlyList<MemoryHit> hits)
    {
        var now = time.GetUtcNow();
        foreach (var hit in hits)
        {
            if (now - hit.LastAccessed >= MinimumInterval && !_accessed.Writer.TryWrite(hit.Key))
                EngineTelemetry.AccessesDropped.Add(1);
        }
    }

    /// <summary>Lets what was recorded until now be written before the process ends.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _accessed.Writer.TryComplete();
        if (ExecuteTask is { } writing)
            await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new HashSet<MemoryKey>();
        try
        {
            while (await _accessed.Reader.WaitToReadAsync(stoppingToken))
            {
                await CollectAsync(batch, stoppingToken);
                await WriteAsync(batch, stoppingToken);
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host never finished starting, or will not wait any longer.
        }
    }

    /// <summary>Until the batch is full, a second has passed, or nothing more will come.</summary>
    private async Task CollectAsync(HashSet<MemoryKey> batch, CancellationToken cancellationToken)
    {
        using var delay = new CancellationTokenSource(BatchDelay, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(delay.Token, cancellationToken);
        try
        {
            while (batch.Count < BatchSize && await _accessed.Reader.WaitToReadAsync(either.Token))
            {
                while (batch.Count < BatchSize && _accessed.Reader.TryRead(out var key))
                    batch.Add(key);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The second has passed.
        }
    }

    private async Task WriteAsync(HashSet<MemoryKey> batch, CancellationToken cancellationToken)
    {
        foreach (var owned in batch.GroupBy(key => key.Owner))
        {
            MemoryKey[] keys = [.. owned];
            try
            {
                await store.TouchAsync(AccessScope.Of(owned.Key), keys, time.UtcNowMicroseconds(), MinimumInterval, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                EngineTelemetry.AccessesDropped.Add(keys.Length);
                LogFailed(exception, keys.Length);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} accesses to memories could not be counted")]
    private partial void LogFailed(Exception exception, int count);
}
