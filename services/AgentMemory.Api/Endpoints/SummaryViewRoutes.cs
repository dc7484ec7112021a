using AgentMemory.Api.Description;
using Microsoft.OpenApi;

namespace AgentMemory.Api.Endpoints;

internal static class SummaryViewRoutes
{
    private const string Tag = "Summary views";

    private static readonly Operation Create = new("create_summary_view", Tag, "Create a summary view")
    {
        Description = "A question that is answered per group of memories. The view sees what its creator may see, and never more.",
        Request = "CreateSummaryView",
        Response = "SummaryView",
        Errors = [400, 413],
    };

    private static readonly Operation List = new("list_summary_views", Tag, "List summary views") { Response = "SummaryViews" };

    private static readonly Operation Get = new("get_summary_view", Tag, "Read a summary view")
    {
        Response = "SummaryView",
        Errors = [404],
    };

    private static readonly Operation Delete = new("delete_summary_view", Tag, "Delete a summary view")
    {
        Description = "With its partitions. Answers ok also when there was none.",
    };

    private static readonly Operation RunPartition = new("run_summary_view_partition", Tag, "Summarise one group now")
    {
        Request = "RunPartition",
        Response = "SummaryPartition",
        Errors = [400, 404, 413],
    };

    private static readonly Operation ListPartitions = new("list_summary_view_partitions", Tag, "Read what was summarised")
    {
        Parameters =
        [
            QueryParameters.User,
            QueryParameters.Namespace,
            new("session_id", JsonSchemaType.String, "Only of this session."),
            new("memory_type", JsonSchemaType.String, "Only of this type: episodic, semantic or message."),
        ],
        Response = "SummaryPartitions",
        Errors = [404],
    };

    private static readonly Operation Run = new("run_summary_view", Tag, "Summarise every group in the background")
    {
        Description = "Answers with the task that does it. A `task_id` of one's own makes the request safe to repeat.",
        Request = "RunSummaryView",
        Response = "Task",
        Errors = [400, 404, 409, 413],
    };

    public static void MapSummaryViews(this IEndpointRouteBuilder routes, SummaryViewEndpoints views)
    {
        routes.MapPost("/v1/summary-views", views.Create).Describe(Create);
        routes.MapGet("/v1/summary-views", views.List).Describe(List);
        routes.MapGet("/v1/summary-views/{view_id}", views.Get).Describe(Get);
        routes.MapDelete("/v1/summary-views/{view_id}", views.Delete).Describe(Delete);
        routes.MapPost("/v1/summary-views/{view_id}/partitions/run", views.RunPartition).Describe(RunPartition);
        routes.MapGet("/v1/summary-views/{view_id}/partitions", views.ListPartitions).Describe(ListPartitions);
        routes.MapPost("/v1/summary-views/{view_id}/run", views.Run).Describe(Run);
    }
}
