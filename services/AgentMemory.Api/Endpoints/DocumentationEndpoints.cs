namespace AgentMemory.Api.Endpoints;

/// <summary><c>/openapi.json</c>, the readable page that renders it, and the way there. Works offline.</summary>
internal static class DocumentationEndpoints
{
    public static void MapDocumentation(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi.json").AllowAnonymous();
        routes.MapPage("/", "index.html");
        routes.MapPage("/docs", "docs.html");
        routes.MapPage("/docs/docs.js", "docs.js");
        routes.MapPage("/docs/docs.css", "docs.css");
    }
}
