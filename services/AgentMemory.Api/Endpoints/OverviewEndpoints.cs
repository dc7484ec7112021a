using AgentMemory.Api.Description;
using AgentMemory.Api.Http;
using AgentMemory.Api.Requests;
using AgentMemory.Hosting;
using AgentMemory.Overview;
using AgentMemory.Wire.Requests;
using Microsoft.OpenApi;

namespace AgentMemory.Api.Endpoints;

/// <summary>How much there is, and how it grew.</summary>
internal sealed class OverviewEndpoints(OverviewService overview, Readings readings)
{
    private const int DefaultDays = 30;

    private static readonly Operation Describe = new("get_overview", "Overview", "Read how much there is")
    {
        Description = "Memories by type and by the day of their creation, sessions, tasks by status, and how long searches take. What "
            + "concerns all tenants is null for tokens that are bound to any.",
        Parameters =
        [
            QueryParameters.Namespace,
            QueryParameters.User,
            new("days", JsonSchemaType.Integer, "Days of growth, today the last.")
            {
                Default = "30", Minimum = 1, Maximum = OverviewService.MaximumDays,
            },
        ],
        Response = "Overview",
        Errors = [400],
    };

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/overview", Get).Describe(Describe);

    private async Task Get(HttpContext http)
    {
        var reading = readings.Begin();
        var query = new QueryReader(http.Request, reading);
        var (@namespace, userId) = (query.Id("namespace"), query.Id("user_id"));
        var days = query.Integer("days", 1, OverviewService.MaximumDays) ?? DefaultDays;
        reading.ThrowIfInvalid();
        await Reply.With(http, await overview.ReadAsync(CallerScope.Of(http.User), @namespace, userId, days, http.RequestAborted));
    }
}
