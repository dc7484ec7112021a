using AgentMemory.Api.Description;
using AgentMemory.Api.Http;
using AgentMemory.Api.Requests;
using AgentMemory.Hosting;
using AgentMemory.Usage;
using AgentMemory.Wire.Requests;
using Microsoft.OpenApi;

namespace AgentMemory.Api.Endpoints;

/// <summary>What language models were used for.</summary>
internal sealed class UsageEndpoints(UsageService usage, Readings readings)
{
    private static readonly Operation Describe = new("get_usage", "Usage", "Read what language models were used for")
    {
        Description = "Calls and tokens per namespace and day, and what is left of the day's budget. Days are UTC.",
        Parameters =
        [
            QueryParameters.Namespace,
            new("from", JsonSchemaType.String, "First day, such as 2026-01-31; by default so that 30 days are told."),
            new("to", JsonSchemaType.String, "Last day, included; by default today."),
        ],
        Response = "Usage",
        Errors = [400],
    };

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/usage", Get).Describe(Describe);

    private async Task Get(HttpContext http)
    {
        var reading = readings.Begin();
        var query = new QueryReader(http.Request, reading);
        var (@namespace, from, to) = (query.Id("namespace"), query.Day("from"), query.Day("to"));
        reading.ThrowIfInvalid();
        await Reply.With(http, await usage.ReadAsync(CallerScope.Of(http.User), @namespace, from, to, http.RequestAborted));
    }
}
