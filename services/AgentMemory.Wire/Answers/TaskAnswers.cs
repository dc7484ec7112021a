using System.Text.Json.Serialization;
using AgentMemory.SummaryViews;
using AgentMemory.Tasks;
using TaskStatus = AgentMemory.Tasks.TaskStatus;

namespace AgentMemory.Wire.Answers;

/// <summary>A background task (spec 4.9). Clients of the contract know four states; ended is ended in each of them (T57).</summary>
public record TaskAnswer
{
    private const string Failed = "failed";

    public required string Id { get; init; }
    public required string Type { get; init; }
    public required string Status { get; init; }
    public required string? ViewId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>Never before <see cref="StartedAt"/>.</summary>
    public required DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Why it failed for good.</summary>
    public required string? ErrorMessage { get; init; }

    public static TaskAnswer Of(TaskState task) => new(task);

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    protected TaskAnswer(TaskState task)
    {
        var isView = task.Kind == SummaryViewTasks.Kind;
        Id = task.TaskId;
        Type = isView ? "summary_view_full_run" : task.Kind;
        Status = task.Status switch
        {
            TaskStatus.Dead => Failed,
            TaskStatus.Succeeded => "success",
            TaskStatus.Queued when task.Attempts == 0 => "pending",
            _ => "running",
        };
        ViewId = isView ? SummaryViewTasks.ViewIdOf(task) : null;
        CreatedAt = task.CreatedAt;
        StartedAt = task.StartedAt;
        CompletedAt = task.CompletedAt < task.StartedAt ? task.StartedAt : task.CompletedAt;
        ErrorMessage = task.Status == TaskStatus.Dead ? task.LastError : null;
    }
}

/// <summary>A task in a list, and what it is to work on.</summary>
public sealed record ListedTaskAnswer : TaskAnswer
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    private ListedTaskAnswer(TaskState task) : base(task)
    {
        (SessionId, Namespace, UserId, Attempts) = (task.SessionId, task.Owner.Namespace, task.Owner.UserId, task.Attempts);
        DueAt = task.Status == TaskStatus.Queued ? task.DueAt : null;
        LastError = task.LastError;
    }

    [JsonPropertyOrder(1)]
    public required string? SessionId { get; init; }

    [JsonPropertyOrder(2)]
    public required string? Namespace { get; init; }

    [JsonPropertyOrder(3)]
    public required string? UserId { get; init; }

    [JsonPropertyOrder(4)]
    public required int Attempts { get; init; }

    /// <summary>When a task that waits will be tried.</summary>
    [JsonPropertyOrder(5)]
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>Why its latest attempt failed, or why it waits.</summary>
    [JsonPropertyOrder(6)]
    public required string? LastError { get; init; }

    public static new ListedTaskAnswer Of(TaskState task) => new(task);
}

/// <param name="NextOffset">Where the next page starts; <c>null</c> at the end.</param>
public sealed record TaskListAnswer(IEnumerable<ListedTaskAnswer> Tasks, int? NextOffset);
