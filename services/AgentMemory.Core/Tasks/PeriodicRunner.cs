using System.Diagnostics;
using AgentMemory.Telemetry;
using Microsoft.Extensions.Logging;

namespace AgentMemory.Tasks;

/// <summary>
/// Repeats each periodic task, starting at once. Of all processes only the holder of the task's lease runs it; the holder
/// keeps the lease between runs, and another process takes over when it stops or dies.
/// </summary>
public sealed partial class PeriodicRunner(
    ILeaseStore leases, IEnumerable<IPeriodicTask> tasks, TimeProvider time, ILogger<PeriodicRunner> logger)
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(5);

    private readonly string _holder = Ulid.New();

    /// <summary>Runs until <paramref name="stopping"/>; running work is cancelled and awaited.</summary>
    public Task RunAsync(CancellationToken stopping) => Task.WhenAll(tasks.Select(task => RepeatAsync(task, stopping)));

    private async Task RepeatAsync(IPeriodicTask task, CancellationToken stopping)
    {
        var lease = "periodic:" + task.Name;
        using var timer = new PeriodicTimer(task.Period, time);
        try
        {
            do
                await RunOnceAsync(task, lease, stopping);
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await ReleaseAsync(lease);
        }
    }

    private async Task RunOnceAsync(IPeriodicTask task, string lease, CancellationToken stopping)
    {
        // Longer than a period, so that the holder's next run finds it still its own.
        var duration = task.Period + Slack;
        var started = time.GetTimestamp();
        var outcome = "completed";
        Activity? activity = null;
        try
        {
            if (!await leases.TryAcquireAsync(lease, _holder, duration, stopping))
                return;
            activity = EngineTelemetry.Source.StartActivity($"periodic {task.Name}");
            await using var heartbeat = new Heartbeat(
                Slack / 3, duration, time, token => leases.TryAcquireAsync(lease, _holder, duration, token), stopping);
            await task.RunAsync(heartbeat.Work);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            outcome = "failed";
            activity?.SetStatus(ActivityStatusCode.Error);
            LogFailed(exception, task.Name, task.Period);
        }
        finally
        {
            activity?.Dispose();
        }

        EngineTelemetry.PeriodicDuration.Record(
            time.GetElapsedTime(started).TotalSeconds,
            new TagList { { "agent_memory.task.kind", task.Name }, { "agent_memory.task.outcome", outcome } });
    }

    private async Task ReleaseAsync(string lease)
    {
        using var timeout = new CancellationTokenSource(ReleaseTimeout, time);
        try
        {
            await leases.ReleaseAsync(lease, _holder, timeout.Token);
        }
        catch (Exception exception)
        {
            LogNotReleased(exception, lease);
        }
    }

    [LoggerMessage(LogLevel.Error, "Periodic task {Name} failed; it runs again in {Period}")]
    private partial void LogFailed(Exception exception, string name, TimeSpan period);

    [LoggerMessage(LogLevel.Warning, "Lease {Lease} could not be given back; others take it over when it runs out")]
    private partial void LogNotReleased(Exception exception, string lease);
}
