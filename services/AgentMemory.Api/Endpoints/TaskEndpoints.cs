using AgentMemory.Api.Http;
using AgentMemory.Api.Requests;
using AgentMemory.Hosting;
using AgentMemory.Tasks;
using AgentMemory.Wire.Answers;
using AgentMemory.Wire.Requests;
using TaskStatus = AgentMemory.Tasks.TaskStatus;

namespace AgentMemory.Api.Endpoints;

/// <summary>Background tasks (spec 2.15), those that wait or run, and the dead letters. Routes are in <see cref="TaskRoutes"/>.</summary>
internal sealed class TaskEndpoints(TaskService tasks, Readings readings)
{
    /// <summary>Nobody pages further: dead letters are bounded by what the queue keeps, and the others soon done.</summary>
    private const int MaximumOffset = 1_000_000;

    /// <summary>What a list of tasks may be of.</summary>
    private static readonly Vocabulary<TaskStatus> Statuses = new("literal_error",
        ("queued", TaskStatus.Queued), ("running", TaskStatus.Leased), ("failed", TaskStatus.Dead));

    public async Task Get(HttpContext http)
    {
        var id = TaskId(http);
        await Reply.With(http, TaskAnswer.Of(await tasks.GetAsync(CallerScope.Of(http.User), id, http.RequestAborted)));
    }

    public async Task List(HttpContext http)
    {
        var reading = readings.Begin();
        var query = new QueryReader(http.Request, reading);
        var status = query.Demand("status", Statuses);
        var (limit, offset) = (query.Integer("limit", 1, 100) ?? 20, query.Integer("offset", 0, MaximumOffset) ?? 0);
        reading.ThrowIfInvalid();
        var listed = await tasks.ListAsync(CallerScope.Of(http.User), status, offset, limit, http.RequestAborted);
        await Reply.With(http, new TaskListAnswer(
            listed.Select(ListedTaskAnswer.Of), listed.Count == limit ? offset + limit : null));
    }

    public async Task Retry(HttpContext http)
    {
        var id = TaskId(http);
        await Reply.With(http, TaskAnswer.Of(await tasks.RetryAsync(CallerScope.Of(http.User), id, http.RequestAborted)));
    }

    private string TaskId(HttpContext http)
    {
        var reading = readings.Begin();
        var id = PathId.Read(http, "task_id", reading);
        reading.ThrowIfInvalid();
        return id;
    }
}
