using System.Security.Cryptography;
using AgentMemory.Api.Description;

namespace AgentMemory.Api.Endpoints;

/// <summary>Serves files that are part of the program, to anybody, as pages that load nothing from elsewhere.</summary>
internal static class PageRoutes
{
    /// <summary>Nothing from elsewhere, nothing that is written into a page, and no text that becomes markup.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    public static void MapPage(this IEndpointRouteBuilder routes, string path, string file)
    {
        var content = EmbeddedFile.Read(file);
        var contentType = ContentTypes[Path.GetExtension(file)];
        var etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"";
        routes.MapGet(path, http =>
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers.CacheControl = "no-cache";
            headers.ETag = etag;
            headers["Referrer-Policy"] = "no-referrer";
            if (http.Request.Headers.IfNoneMatch == etag)
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }

            http.Response.ContentType = contentType;
            http.Response.ContentLength = content.Length;
            return http.Response.Body.WriteAsync(content, http.RequestAborted).AsTask();
        }).AllowAnonymous();
    }
}
