using System.Text.Json.Nodes;
using AgentMemory.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AgentMemory.Mcp.Transports.Http;

/// <summary>
/// Tells clients of MCP which issuer's tokens are accepted (RFC 9728): of the whole server, and of each address that the
/// protocol is spoken at, whose path then follows the well-known one.
/// </summary>
internal sealed class ResourceMetadata(ProtectedResource resource, string issuer)
{
    public async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.ToUriComponent()[ProtectedResource.WellKnown.Length..].TrimEnd('/');
        var metadata = new JsonObject
        {
            ["resource"] = resource.Url(http.Request, path),
            ["authorization_servers"] = new JsonArray(issuer),
            ["bearer_methods_supported"] = new JsonArray("header"),
            ["resource_name"] = "AgentMemory",
        };
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-cache";
        await http.Response.WriteAsync(metadata.ToJsonString(), http.RequestAborted);
    }
}

internal static class ResourceMetadataRoutes
{
    private static readonly string[] Addresses = ["/mcp", "/sse"];

    public static void MapResourceMetadata(
        this IEndpointRouteBuilder routes, ResourceMetadata metadata, BrowserGuard guard, IReadOnlyList<string> prefixes)
    {
        Map("");
        foreach (var address in prefixes.SelectMany(prefix => Addresses.Select(address => prefix + address)))
            Map(address);

        void Map(string address)
        {
            var pattern = ProtectedResource.WellKnown + address;
            routes.MapGet(pattern, guard.Before(metadata.AnswerAsync)).AllowAnonymous().ExcludeFromDescription();
            routes.MapMethods(pattern, [HttpMethods.Options], guard.AnswerPreflightAsync).AllowAnonymous().ExcludeFromDescription();
        }
    }
}
