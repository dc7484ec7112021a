using System.Collections.Frozen;
using System.Diagnostics;
using AgentMemory.Errors;
using AgentMemory.Telemetry;
using Microsoft.Extensions.Logging;

namespace AgentMemory.Tasks;

/// <summary>One run of one leased task: its handler under a heartbeat, then completion, a retry, a dead letter, or, when
/// the process stops or the lease is lost, nothing that would count.</summary>
public sealed partial class TaskRun(
    ITaskQueue queue, IEnumerable<ITaskHandler> handlers, TaskRunnerOptions options, TimeProvider time, ILogger<TaskRun> logger)
{
    /// <summary>How long giving the outcome to the queue may take while the process stops.</summary>
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromSeconds(10);

    private const int LongestReason = 500;

    private readonly FrozenDictionary<string, ITaskHandler> _handlers =
        handlers.ToFrozenDictionary(handler => handler.Kind, StringComparer.Ordinal);

    /// <summary>Never fails: what goes wrong is the task's outcome, and what cannot even be recorded is repeated when the
    /// lease has run out.</summary>
    public async Task ExecuteAsync(TaskLease lease, CancellationToken abort)
    {
        using var activity = StartActivity(lease);
        var started = time.GetTimestamp();
        string outcome;
        try
        {
            outcome = await RunAsync(lease, abort);
        }
        catch (Exception exception)
        {
            outcome = "unsettled";
            LogUnsettled(exception, lease.Kind, lease.TaskId);
        }

        if (outcome != "completed")
            activity?.SetStatus(ActivityStatusCode.Error, outcome);
        EngineTelemetry.TaskDuration.Record(
            time.GetElapsedTime(started).TotalSeconds,
            new TagList { { "agent_memory.task.kind", lease.Kind }, { "agent_memory.task.outcome", outcome } });
    }

    private async Task<string> RunAsync(TaskLease lease, CancellationToken abort)
    {
        if (!_handlers.TryGetValue(lease.Kind, out var handler))
            return await BuryAsync(lease, $"No handler for tasks of kind {lease.Kind} in this version");
        if (lease.Attempt > options.MaximumAttempts)
            return await BuryAsync(lease, $"Its worker ended {options.MaximumAttempts} times without an outcome");

        var heartbeat = new Heartbeat(
            options.Heartbeat, options.Lease, time, token => queue.RenewAsync(lease, options.Lease, token), abort);
        Exception? failure = null;
        await using (heartbeat)
        {
            try
            {
                await handler.RunAsync(lease, heartbeat.Work);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }

        return failure switch
        {
            null => await CompleteAsync(lease),
            NotFoundException gone => await BuryAsync(lease, gone.Message, gone), // Repeating does not bring it back.
            OperationCanceledException when heartbeat.IsLost => "lost",
            OperationCanceledException when abort.IsCancellationRequested => await ReleaseAsync(lease),
            _ => await RetryAsync(lease, failure),
        };
    }

    private async Task<string> CompleteAsync(TaskLease lease)
    {
        using var timeout = new CancellationTokenSource(SettleTimeout, time);
        return await queue.CompleteAsync(lease, timeout.Token) ? "completed" : "lost";
    }

    private async Task<string> ReleaseAsync(TaskLease lease)
    {
        using var timeout = new CancellationTokenSource(SettleTimeout, time);
        await queue.ReleaseAsync(lease, timeout.Token);
        return "released";
    }

    private async Task<string> RetryAsync(TaskLease lease, Exception failure)
    {
        var reason = $"{failure.GetType().Name}: {failure.Message}";
        if (lease.Attempt >= options.MaximumAttempts)
            return await BuryAsync(lease, reason, failure);

        var delay = RetryDelay.After(lease.Attempt);
        LogRetry(failure, lease.Kind, lease.TaskId, lease.Attempt, delay);
        using var timeout = new CancellationTokenSource(SettleTimeout, time);
        return await queue.FailAsync(lease, Shorten(reason), time.GetUtcNow() + delay, timeout.Token) ? "retry" : "lost";
    }

    private async Task<string> BuryAsync(TaskLease lease, string reason, Exception? failure = null)
    {
        LogDead(failure, lease.Kind, lease.TaskId, lease.Attempt);
        using var timeout = new CancellationTokenSource(SettleTimeout, time);
        return await queue.FailAsync(lease, Shorten(reason), retryAt: null, timeout.Token) ? "dead" : "lost";
    }

    private static string Shorten(string reason) => reason.Length <= LongestReason ? reason : reason[..LongestReason];

    private static Activity? StartActivity(TaskLease lease)
    {
        ActivityLink[] links = ActivityContext.TryParse(lease.TraceParent, null, isRemote: true, out var cause) ? [new(cause)] : [];
        var activity = EngineTelemetry.Source.StartActivity(
            ActivityKind.Consumer, parentContext: default, links: links, name: $"process {lease.Kind}");
        activity?.SetTag("messaging.operation.type", "process");
        activity?.SetTag("messaging.message.id", lease.TaskId);
        activity?.SetTag("agent_memory.task.kind", lease.Kind);
        activity?.SetTag("agent_memory.task.attempt", lease.Attempt);
        return activity;
    }

    [LoggerMessage(LogLevel.Warning, "Task {Kind} {TaskId} failed in attempt {Attempt}; it is repeated in {Delay}")]
    private partial void LogRetry(Exception failure, string kind, string taskId, int attempt, TimeSpan delay);

    [LoggerMessage(LogLevel.Error, "Task {Kind} {TaskId} is a dead letter after {Attempt} attempts")]
    private partial void LogDead(Exception? failure, string kind, string taskId, int attempt);

    [LoggerMessage(LogLevel.Error, "The outcome of task {Kind} {TaskId} could not be recorded; it is repeated when its lease ends")]
    private partial void LogUnsettled(Exception failure, string kind, string taskId);
}
