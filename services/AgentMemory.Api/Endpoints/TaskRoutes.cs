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

    private static readonly Operation ListFailed = new("list_failed_tasks", Tag, "List tasks that failed for good")
    {
        Description = "Newest first, each with its reason. What such a task should have done has not happened: mend the cause, "
            + "then retry it.",
        Parameters =
        [
            new("status", JsonSchemaType.String, "`failed`, the only one there is.") { Required = true },
            new("limit", JsonSchemaType.Integer, "Size of the page.") { Default = "20", Minimum = 1, Maximum = 100 },
            new("offset", JsonSchemaType.Integer, "Tasks to skip.") { Default = "0", Minimum = 0 },
        ],
        Response = "FailedTasks",
    };

    private static readonly Operation Retry = new("retry_task", Tag, "Try a failed task again")
    {
        Response = "Task",
        Errors = [404, 409],
    };

    public static void MapTasks(this IEndpointRouteBuilder routes, TaskEndpoints tasks)
    {
        routes.MapGet("/v1/tasks", tasks.ListFailed).Describe(ListFailed);
        routes.MapGet("/v1/tasks/{task_id}", tasks.Get).Describe(Get);
        routes.MapPost("/v1/tasks/{task_id}/retry", tasks.Retry).Describe(Retry);
    }
}
