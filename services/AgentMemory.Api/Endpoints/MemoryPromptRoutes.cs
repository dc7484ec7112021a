using AgentMemory.Api.Description;

namespace AgentMemory.Api.Endpoints;

internal static class MemoryPromptRoutes
{
    public static readonly Operation Build = new("memory_prompt", "Memory prompt", "Build a prompt with memory")
    {
        Description = "Messages for a model: the session's summary and messages, what a search found, and the question.",
        Parameters = [QueryParameters.Optimize],
        Request = "PromptRequest",
        Response = "Prompt",
        Errors = [400, 413],
    };

    public static void MapMemoryPrompt(this IEndpointRouteBuilder routes, MemoryPromptEndpoints prompts) =>
        routes.MapPost("/v1/memory/prompt", prompts.Build).Describe(Build);
}
