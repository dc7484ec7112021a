using AgentMemory.Api.Http;
using AgentMemory.Api.Requests;
using AgentMemory.Hosting;
using AgentMemory.Tasks;
using AgentMemory.Wire.Answers;
using AgentMemory.Wire.Requests;

namespace AgentMemory.Api.Endpoints;

/// <summary>Background tasks (spec 2.15) and the dead letters among them. Routes are in <see cref="TaskRoutes"/>.</summary>
internal sealed class TaskEndpoints(TaskService tasks, Readings readings)
{
    /// <summary>Dead letters are bounded by what the queue keeps; nobody pages further.</summary>
    private const int MaximumOffset = 1_000_000;

    public async Task Get(HttpContext http)
    {
        var id = TaskId(http);
        await Reply.With(http, TaskAnswer.Of(await tasks.GetAsync(CallerScope.Of(http.User), id, http.RequestAborted)));
    }

    public async Task ListFailed(HttpContext http)
    {
        var reading = readings.Begin();
        var query = new QueryReader(http.Request, reading);
        query.Demand("status", TaskAnswer.Failed);
        var (limit, offset) = (query.Integer("limit", 1, 100) ?? 20, query.Integer("offset", 0, MaximumOffset) ?? 0);
        reading.ThrowIfInvalid();
        var failed = await tasks.ListFailedAsync(CallerScope.Of(http.User), offset, limit, http.RequestAborted);
        await Reply.With(http, new FailedTasksAnswer(
            failed.Select(FailedTaskAnswer.Of), failed.Count == limit ? offset + limit : null));
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
