using System.Diagnostics;
using System.Text.Json;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.SummaryViews;

/// <summary>
/// Tasks that run whole views. A task has one owner and a view's scope may hold many, so the scope travels in the payload:
/// it is what the run may read, and who may know of it.
/// </summary>
public static class SummaryViewTasks
{
    public const string Kind = "refresh_summary_view";

    /// <summary>A run somebody asked for. Each is a task of its own, so that its id stays good.</summary>
    public static TaskRequest Requested(StoredSummaryView view, string? taskId) =>
        Request(view) with { Id = taskId, Tracked = true };

    /// <summary>A run that is due; one waits per view, however long workers are away.</summary>
    public static TaskRequest Periodic(StoredSummaryView view) => Request(view) with { Key = view.View.Id };

    public static string ViewIdOf(TaskState task) => Read(task.Payload).ViewId;

    public static AccessScope ScopeOf(TaskState task) => ScopeOf(Read(task.Payload));

    internal static (string ViewId, AccessScope Scope) Read(TaskLease task)
    {
        var payload = Read(task.Payload);
        return (payload.ViewId, ScopeOf(payload));
    }

    private static TaskRequest Request(StoredSummaryView view) => new()
    {
        Kind = Kind,
        Owner = view.Scope.Payer(),
        Payload = JsonSerializer.Serialize(
            new SummaryViewPayload(view.View.Id, Sorted(view.Scope.Namespaces), Sorted(view.Scope.Users)),
            TaskPayloadJson.Default.SummaryViewPayload),
        TraceParent = Activity.Current?.Id,
    };

    private static string[]? Sorted(IEnumerable<string>? values) => values?.Order(StringComparer.Ordinal).ToArray();

    private static AccessScope ScopeOf(SummaryViewPayload payload) => AccessScope.Bound(payload.Namespaces, payload.Users);

    private static SummaryViewPayload Read(string payload) =>
        JsonSerializer.Deserialize(payload, TaskPayloadJson.Default.SummaryViewPayload)
        ?? throw new JsonException("The payload of a summary view's task is null");
}

/// <param name="Namespaces">Of the view's scope; <see langword="null"/> for every one.</param>
/// <param name="Users">As <paramref name="Namespaces"/>.</param>
internal sealed record SummaryViewPayload(string ViewId, IReadOnlyList<string>? Namespaces, IReadOnlyList<string>? Users);
