using System.Collections.Frozen;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMemory.Errors;
using AgentMemory.Events;
using AgentMemory.LanguageModels;
using AgentMemory.Telemetry;
using AgentMemory.Tenancy;
using Microsoft.Extensions.Logging;

namespace AgentMemory.Tasks;

/// <summary>One run of one leased task: its handler under a heartbeat, then completion, a retry, a dead letter, or, when
/// the process stops, the lease is lost, or what the task needs is not there now, nothing that would count.</summary>
public sealed partial class TaskRun(
    ITaskQueue queue, IEnumerable<ITaskHandler> handlers, IEventLog events, TaskRunnerOptions options, TimeProvider time,
    ILogger<TaskRun> logger)
{
    /// <summary>How long giving the outcome to the queue may take while the process stops.</summary>
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromSeconds(10);

    private const int LongestReason = 500;

    /// <summary>How recorded reasons of a model's failures begin; <see cref="HasAttemptsLeftAsync"/> reads it.</summary>
    private const string ModelFailurePrefix = nameof(ModelException) + ": ";

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

        if (outcome is not ("completed" or "postponed"))
            activity?.SetStatus(ActivityStatusCode.Error, outcome);
        EngineTelemetry.TaskDuration.Record(
            time.GetElapsedTime(started).TotalSeconds,
            new TagList { { "agent_memory.task.kind", lease.Kind }, { "agent_memory.task.outcome", outcome } });
    }

    private async Task<string> RunAsync(TaskLease lease, CancellationToken abort)
    {
        if (!_handlers.TryGetValue(lease.Kind, out var handler))
            return await BuryAsync(lease, $"No handler for tasks of kind {lease.Kind} in this version");
        if (lease.Attempt > options.MaximumAttempts && !await HasAttemptsLeftAsync(lease, abort))
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
            TaskPostponedException postponed => await PostponeAsync(lease, postponed.Message, postponed.Until),
            ModelException { Failure: ModelFailure.Unavailable or ModelFailure.BudgetExhausted } model =>
                await PostponeAsync(lease, model.Message, RetryDelay.WhenAvailable(model.RetryAt, time.GetUtcNow())),
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
        var isModel = failure is ModelException;
        var reason = $"{failure.GetType().Name}: {failure.Message}";
        if (lease.Attempt >= (isModel ? options.MaximumModelAttempts : options.MaximumAttempts))
            return await BuryAsync(lease, reason, failure);

        var delay = isModel ? RetryDelay.AfterInvalidAnswer(lease.Attempt) : RetryDelay.After(lease.Attempt);
        LogRetry(failure, lease.Kind, lease.TaskId, lease.Attempt, delay);
        using var timeout = new CancellationTokenSource(SettleTimeout, time);
        if (!await queue.FailAsync(lease, Shorten(reason), time.GetUtcNow() + delay, timeout.Token))
            return "lost";
        await RecordFailureAsync(lease, failure, final: false, timeout.Token);
        return "retry";
    }

    private async Task<string> PostponeAsync(TaskLease lease, string reason, DateTimeOffset until)
    {
        LogPostponed(lease.Kind, lease.TaskId, until, reason);
        using var timeout = new CancellationTokenSource(SettleTimeout, time);
        return await queue.PostponeAsync(lease, Shorten(reason), until, timeout.Token) ? "postponed" : "lost";
    }

    private async Task<string> BuryAsync(TaskLease lease, string reason, Exception? failure = null)
    {
        LogDead(failure, lease.Kind, lease.TaskId, lease.Attempt);
        using var timeout = new CancellationTokenSource(SettleTimeout, time);
        if (!await queue.FailAsync(lease, Shorten(reason), retryAt: null, timeout.Token))
            return "lost";
        await RecordFailureAsync(lease, failure, final: true, timeout.Token);
        return "dead";
    }

    /// <summary>Unusable answers are worth more attempts than failures of our own: such a task is told by its last error.</summary>
    private async Task<bool> HasAttemptsLeftAsync(TaskLease lease, CancellationToken cancellationToken) =>
        lease.Attempt <= options.MaximumModelAttempts
        && await queue.FindAsync(AccessScope.Of(lease.Owner), lease.TaskId, cancellationToken) is { LastError: { } error }
        && error.StartsWith(ModelFailurePrefix, StringComparison.Ordinal);

    /// <summary>Tells the session what failed. The reason is the kind of failure, and what a model's failure says: other
    /// messages might quote what people wrote.</summary>
    private async Task RecordFailureAsync(TaskLease lease, Exception? failure, bool final, CancellationToken cancellationToken)
    {
        var detail = new JsonObject
        {
            ["task_id"] = lease.TaskId,
            ["kind"] = lease.Kind,
            ["attempt"] = lease.Attempt,
            ["reason"] = failure switch
            {
                null => "no outcome",
                ModelException => failure.Message,
                _ => failure.GetType().Name,
            },
            ["final"] = final,
        };
        try
        {
            var entry = new MemoryEvent(
                0, time.UtcNowMicroseconds(), EventKinds.TaskFailed, lease.Owner, lease.SessionId, SubjectId: null,
                JsonDocument.Parse(detail.ToJsonString()).RootElement);
            await events.AppendAsync(entry, cancellationToken);
        }
        catch (Exception exception)
        {
            LogUntold(exception, lease.Kind, lease.TaskId);
        }
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

    [LoggerMessage(LogLevel.Information, "Task {Kind} {TaskId} waits until {Until}: {Reason}")]
    private partial void LogPostponed(string kind, string taskId, DateTimeOffset until, string reason);

    [LoggerMessage(LogLevel.Warning, "The failure of task {Kind} {TaskId} is recorded, but its event could not be written")]
    private partial void LogUntold(Exception failure, string kind, string taskId);

    [LoggerMessage(LogLevel.Error, "Task {Kind} {TaskId} is a dead letter after {Attempt} attempts")]
    private partial void LogDead(Exception? failure, string kind, string taskId, int attempt);

    [LoggerMessage(LogLevel.Error, "The outcome of task {Kind} {TaskId} could not be recorded; it is repeated when its lease ends")]
    private partial void LogUnsettled(Exception failure, string kind, string taskId);
}
