using AgentMemory.Api.Description;
using Microsoft.OpenApi;

namespace AgentMemory.Api.Endpoints;

/// <summary>The unversioned routes of the seed era, answered by today's handlers (spec 3).</summary>
internal static class LegacyRoutes
{
    private const string Session = "/v1/working-memory/{session_id}";

    private static readonly Operation List = WorkingMemoryRoutes.List.AsLegacy(
        "list_sessions_legacy", "GET /v1/working-memory/") with
    {
        Parameters =
        [
            new("page", JsonSchemaType.Integer, "Page, from 1.") { Minimum = 1 },
            new("size", JsonSchemaType.Integer, "Size of the page.") { Minimum = 1, Maximum = 100 },
            .. WorkingMemoryRoutes.List.Parameters,
        ],
    };

    private static readonly Operation Get = WorkingMemoryRoutes.Get.AsLegacy("get_session_memory_legacy", "GET " + Session) with
    {
        Parameters =
        [
            .. WorkingMemoryRoutes.Get.Parameters.SkipLast(1),
            new("window_size", JsonSchemaType.Integer, "Only the newest so many messages.") { Default = "20" },
        ],
    };

    public static void MapLegacy(
        this IEndpointRouteBuilder routes, WorkingMemoryEndpoints sessions, LongTermMemoryEndpoints memories,
        MemoryPromptEndpoints prompts)
    {
        routes.MapGet("/sessions/", sessions.ListByPage).Describe(List);
        routes.MapGet("/sessions/{session_id}/memory", sessions.GetWindow).Describe(Get);
        routes.MapPut("/sessions/{session_id}/memory", sessions.Put)
            .Describe(WorkingMemoryRoutes.Put.AsLegacy("put_session_memory_legacy", "PUT " + Session));
        routes.MapPost("/sessions/{session_id}/memory", sessions.Put)
            .Describe(WorkingMemoryRoutes.Put.AsLegacy("post_session_memory_legacy", "PUT " + Session));
        routes.MapDelete("/sessions/{session_id}/memory", sessions.Delete)
            .Describe(WorkingMemoryRoutes.Delete.AsLegacy("delete_session_memory_legacy", "DELETE " + Session));
        routes.MapPost("/long-term-memory", memories.CreateLegacy)
            .Describe(LongTermMemoryRoutes.Create.AsLegacy("create_long_term_memory_legacy", "POST /v1/long-term-memory/"));
        routes.MapPost("/long-term-memory/search", memories.Search)
            .Describe(LongTermMemoryRoutes.Search.AsLegacy("search_long_term_memory_legacy", "POST /v1/long-term-memory/search"));
        routes.MapPost("/memory-prompt", prompts.Build)
            .Describe(MemoryPromptRoutes.Build.AsLegacy("memory_prompt_legacy", "POST /v1/memory/prompt"));
    }
}
