using AgentMemory.Api.Description;
using Microsoft.OpenApi;

namespace AgentMemory.Api.Endpoints;

internal static class LongTermMemoryRoutes
{
    private const string Tag = "Long-term memory";

    public static readonly Operation Create = new("create_long_term_memory", Tag, "Create memories")
    {
        Description = "Durable and searchable when answered. The same id replaces; the same content is stored once, and its "
            + "other ids keep working.",
        Parameters = [QueryParameters.DefaultNamespace, QueryParameters.DefaultUser],
        Request = "CreateMemories",
        Errors = [400, 413],
    };

    public static readonly Operation Search = new("search_long_term_memory", Tag, "Search memories")
    {
        Parameters = [QueryParameters.Optimize, QueryParameters.Namespace, QueryParameters.User],
        Request = "SearchRequest",
        Response = "SearchResults",
        Errors = [400, 413],
    };

    private static readonly Operation Get = new("get_long_term_memory", Tag, "Read a memory")
    {
        Parameters = [QueryParameters.Namespace, QueryParameters.User],
        Response = "MemoryRecord",
        Versioned = true,
        Errors = [400, 404, 409],
    };

    private static readonly Operation Edit = new("edit_long_term_memory", Tag, "Change a memory")
    {
        Parameters = [QueryParameters.Namespace, QueryParameters.User],
        Request = "EditMemory",
        Response = "MemoryRecord",
        Versioned = true,
        Conditional = true,
        Errors = [400, 404, 409, 412, 413],
    };

    private static readonly Operation Delete = new("delete_long_term_memories", Tag, "Delete memories")
    {
        Description = "Deletes all of them or none.",
        Parameters =
        [
            new("memory_ids", JsonSchemaType.String, "Which ones; repeat it for several.") { Repeated = true },
            QueryParameters.Namespace,
            QueryParameters.User,
        ],
        Conditional = true,
        Errors = [400, 409, 412],
    };

    private static readonly Operation Compact = new("compact_long_term_memories", Tag, "Merge equal memories")
    {
        Parameters =
        [
            QueryParameters.Namespace,
            QueryParameters.User,
            new("session_id", JsonSchemaType.String, "Only of this session."),
        ],
        Errors = [400],
    };

    private static readonly Operation Forget = new("forget_long_term_memories", Tag, "Forget by policy")
    {
        Description = "Looks at every matching memory. A dry run, the default, only says what would go.",
        Parameters =
        [
            QueryParameters.Namespace,
            QueryParameters.User,
            new("session_id", JsonSchemaType.String, "Only of this session."),
            new("limit", JsonSchemaType.Integer, "Memories examined per step.") { Default = "1000", Minimum = 1 },
            new("dry_run", JsonSchemaType.Boolean, "Whether to delete nothing.") { Default = "true" },
        ],
        Request = "ForgetRequest",
        Response = "ForgetResult",
        Errors = [400, 413],
    };

    private static readonly Operation ListMerges = new("list_memory_merges", Tag, "Read what a memory was merged from")
    {
        Description = "Merges the memory took part in, newest first, each with its memories as they were. An id that was merged "
            + "away shows those of what it became.",
        Parameters =
        [
            QueryParameters.Namespace,
            QueryParameters.User,
            new("limit", JsonSchemaType.Integer, "Merges answered.") { Default = "20", Minimum = 1, Maximum = 100 },
        ],
        Response = "Merges",
        Errors = [400, 404, 409],
    };

    private static readonly Operation UndoMerge = new("undo_memory_merge", Tag, "Undo a merge")
    {
        Description = "Restores its memories under their old ids. They are not merged with each other again. Undoing twice "
            + "changes nothing more.",
        Response = "UndoneMerge",
        Errors = [400, 404, 409],
    };

    public static void MapLongTermMemory(this IEndpointRouteBuilder routes, LongTermMemoryEndpoints memories)
    {
        routes.MapPost("/v1/long-term-memory/", memories.Create).Describe(Create);
        routes.MapDelete("/v1/long-term-memory", memories.Delete).Describe(Delete);
        routes.MapPost("/v1/long-term-memory/search", memories.Search).Describe(Search);
        routes.MapPost("/v1/long-term-memory/compact", memories.Compact).Describe(Compact);
        routes.MapPost("/v1/long-term-memory/forget", memories.Forget).Describe(Forget);
        routes.MapGet("/v1/long-term-memory/{memory_id}", memories.Get).Describe(Get);
        routes.MapPatch("/v1/long-term-memory/{memory_id}", memories.Edit).Describe(Edit);
        routes.MapGet("/v1/long-term-memory/{memory_id}/merges", memories.ListMerges).Describe(ListMerges);
        routes.MapPost("/v1/long-term-memory/merges/{merge_id}/undo", memories.UndoMerge).Describe(UndoMerge);
    }
}
