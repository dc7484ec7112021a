using AgentMemory.Api.Description;
using Microsoft.OpenApi;

namespace AgentMemory.Api.Endpoints;

internal static class TaskRoutes
{
    private const string Tag = "Tasks";

    private static readonly Operation Get = new("get_task", Tag, "Read how far a task is")
    {
        Description = "Tasks that somebody has the id of stay readable for days after they ended.",
        Response = "Task",
        Errors = [404],
    };

    private static readonly Operation List = new("list_tasks", Tag, "List tasks that wait, run or failed for good")
    {
        Description = "Failed ones newest first, each with its reason: what such a task should have done has not happened, so mend "
            + "the cause, then retry it. The others by when they are due.",
        Parameters =
        [
            new("status", JsonSchemaType.String, "`queued` (also for another attempt), `running` or `failed`.") { Required = true },
            new("limit", JsonSchemaType.Integer, "Size of the page.") { Default = "20", Minimum = 1, Maximum = 100 },
            new("offset", JsonSchemaType.Integer, "Tasks to skip.") { Default = "0", Minimum = 0 },
        ],
        Response = "TaskList",
    };

    private static readonly Operation Retry = new("retry_task", Tag, "Try a failed task again")
    {
        Response = "Task",
        Errors = [404, 409],
    };

    public static void MapTasks(this IEndpointRouteBuilder routes, TaskEndpoints tasks)
    {
        routes.MapGet("/v1/tasks", tasks.List).Describe(List);
        routes.MapGet("/v1/tasks/{task_id}", tasks.Get).Describe(Get);
        routes.MapPost("/v1/tasks/{task_id}/retry", tasks.Retry).Describe(Retry);
    }
}
