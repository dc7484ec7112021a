using AgentMemory.Api.Description;

namespace AgentMemory.Api.Endpoints;

/// <summary><c>/openapi.json</c>, the readable page that renders it, and the way there. Works offline.</summary>
internal static class DocumentationEndpoints
{
    /// <summary>The page loads nothing from elsewhere and runs nothing that is written into it.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapDocumentation(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi.json").AllowAnonymous();
        routes.MapFile("/", "index.html", "text/html; charset=utf-8");
        routes.MapFile("/docs", "docs.html", "text/html; charset=utf-8");
        routes.MapFile("/docs/docs.js", "docs.js", "text/javascript; charset=utf-8");
        routes.MapFile("/docs/docs.css", "docs.css", "text/css; charset=utf-8");
    }

    private static void MapFile(this IEndpointRouteBuilder routes, string path, string file, string contentType)
    {
        var content = EmbeddedFile.Read(file);
        routes.MapGet(path, http =>
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers.CacheControl = "no-cache";
            headers["Referrer-Policy"] = "no-referrer";
            http.Response.ContentType = contentType;
            http.Response.ContentLength = content.Length;
            return http.Response.Body.WriteAsync(content, http.RequestAborted).AsTask();
        }).AllowAnonymous();
    }
}
