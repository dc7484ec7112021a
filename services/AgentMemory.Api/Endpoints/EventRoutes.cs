using AgentMemory.Api.Description;
using Microsoft.OpenApi;

namespace AgentMemory.Api.Endpoints;

internal static class EventRoutes
{
    private const string Meaning =
        "Oldest first. With `Accept: text/event-stream` they are sent as they happen, each with its sequence as id: "
        + "`Last-Event-ID` goes on where a stream broke off.";

    private static readonly Parameter[] Parameters =
    [
        QueryParameters.Namespace,
        QueryParameters.User,
        new("after", JsonSchemaType.Integer, "Only events after this sequence.") { Default = "0", Minimum = 0 },
        new("limit", JsonSchemaType.Integer, "Size of the page.") { Default = "100", Minimum = 1, Maximum = 1000 },
    ];

    private static readonly Operation OfSession = new("list_session_events", "Working memory", "Read what happened to a session")
    {
        Description = Meaning + " Those of a session that is gone stay readable for who names its namespace and user_id.",
        Parameters = Parameters,
        Response = "Events",
        Streams = true,
        Errors = [400, 404],
    };

    private static readonly Operation OfMemory = new("list_memory_events", "Long-term memory", "Read what happened to a memory")
    {
        Description = Meaning + " An id that was merged away has the events of what it became, and its own.",
        Parameters = Parameters,
        Response = "Events",
        Streams = true,
        Errors = [400, 404, 409],
    };

    private static readonly Operation OfEverything = new("list_events", "Events", "Read what happened")
    {
        Description = Meaning + " Of all that the caller sees, or of a namespace or user. As many entries are kept as the log holds, "
            + "and of each session as many as it holds of one.",
        Parameters =
        [
            .. Parameters,
            new("newest", JsonSchemaType.Integer, "Begin no further back than so many entries of the whole log, others' included.")
            {
                Minimum = 0, Maximum = 1000,
            },
        ],
        Response = "Events",
        Streams = true,
        Errors = [400],
    };

    public static void MapEvents(this IEndpointRouteBuilder routes, EventEndpoints events)
    {
        routes.MapGet("/v1/events", events.OfEverything).Describe(OfEverything);
        routes.MapGet("/v1/working-memory/{session_id}/events", events.OfSession).Describe(OfSession);
        routes.MapGet("/v1/long-term-memory/{memory_id}/history", events.OfMemory).Describe(OfMemory);
    }
}
