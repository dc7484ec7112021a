using AgentMemory.Api.Description;
using Microsoft.OpenApi;

namespace AgentMemory.Api.Endpoints;

internal static class WorkingMemoryRoutes
{
    private const string Tag = "Working memory";

    public static readonly Operation List = new("list_sessions", Tag, "List sessions")
    {
        Parameters =
        [
            new("limit", JsonSchemaType.Integer, "Size of the page.") { Default = "20", Minimum = 1, Maximum = 100 },
            new("offset", JsonSchemaType.Integer, "Sessions to skip.") { Default = "0", Minimum = 0 },
            QueryParameters.Namespace,
            QueryParameters.User,
        ],
        Response = "SessionList",
    };

    private static readonly Operation ListHeadings = new("list_session_headings", Tag, "List sessions with whose they are and what they hold")
    {
        Description = "Newest first. Sessions that vanish while they are read are left out.",
        Parameters = List.Parameters,
        Response = "Sessions",
    };

    public static readonly Operation Get = new("get_working_memory", Tag, "Read a session")
    {
        Description = "Without namespace or user_id, the one session with this id is found; several are none.",
        Parameters =
        [
            QueryParameters.Namespace,
            QueryParameters.User,
            QueryParameters.ModelName,
            QueryParameters.ContextWindowMax,
            new("recent_messages_limit", JsonSchemaType.Integer, "Only the newest so many messages, oldest of them first."),
        ],
        Response = "WorkingMemory",
        Versioned = true,
        Errors = [404],
    };

    public static readonly Operation Put = new("put_working_memory", Tag, "Replace a session")
    {
        Description = "Creates or replaces the whole session. To add messages, append them: concurrent replacements overwrite "
            + "each other unless they use If-Match.",
        Parameters =
        [
            QueryParameters.DefaultNamespace,
            QueryParameters.DefaultUser,
            QueryParameters.ModelName,
            QueryParameters.ContextWindowMax,
        ],
        Request = "UpdateWorkingMemory",
        Response = "WorkingMemory",
        Versioned = true,
        Conditional = true,
        Errors = [400, 412, 413],
    };

    public static readonly Operation Append = new("append_messages", Tag, "Append messages to a session")
    {
        Description = "Atomic, and safe to repeat: a message whose id is there already with the same content is not added "
            + "again. Creates the session when there is none. With a context window, a session that outgrows it is summarised "
            + "in the background.",
        Parameters =
        [
            QueryParameters.DefaultNamespace,
            QueryParameters.DefaultUser,
            QueryParameters.ModelName,
            QueryParameters.ContextWindowMax,
        ],
        Request = "AppendMessages",
        Response = "AppendResult",
        Versioned = true,
        Conditional = true,
        Errors = [400, 409, 412, 413],
    };

    public static readonly Operation Delete = new("delete_working_memory", Tag, "Delete a session")
    {
        Description = "Answers ok also when there was none; 409 when several sessions have this id and the request does not "
            + "say which.",
        Parameters = [QueryParameters.Namespace, QueryParameters.User],
        Conditional = true,
        Errors = [409, 412],
    };

    public static void MapWorkingMemory(this IEndpointRouteBuilder routes, WorkingMemoryEndpoints sessions)
    {
        routes.MapGet("/v1/working-memory/", sessions.List).Describe(List);
        routes.MapGet("/v1/sessions", sessions.ListHeadings).Describe(ListHeadings);
        routes.MapGet("/v1/working-memory/{session_id}", sessions.Get).Describe(Get);
        routes.MapPut("/v1/working-memory/{session_id}", sessions.Put).Describe(Put);
        routes.MapPost("/v1/working-memory/{session_id}/messages", sessions.Append).Describe(Append);
        routes.MapDelete("/v1/working-memory/{session_id}", sessions.Delete).Describe(Delete);
    }
}
