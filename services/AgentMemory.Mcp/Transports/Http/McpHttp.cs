using AgentMemory.Mcp.Transports.Sse;
using AgentMemory.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Mcp.Transports.Http;

/// <summary>
/// MCP over HTTP, for any host that has <c>AddMemoryMcp</c> and the service defaults in its pipeline: streamable HTTP, and
/// SSE for older clients, each with and without a namespace in the path.
/// </summary>
public static class McpHttp
{
    private static readonly string[] Prefixes = ["", "/{namespace}"];

    public static IServiceCollection AddMemoryMcpHttp(this IServiceCollection services, McpHttpOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<BrowserGuard>();
        services.AddSingleton<DirectCalls>();
        services.AddSingleton<StreamableHttp>();
        services.AddSingleton<SseConnections>();
        services.AddSingleton<SseEndpoints>();
        services.AddSingleton<IExceptionHandler, McpExceptionHandler>();
        return services;
    }

    public static IEndpointRouteBuilder MapMemoryMcp(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var guard = services.GetRequiredService<BrowserGuard>();
        var streamable = services.GetRequiredService<StreamableHttp>();
        var sse = services.GetRequiredService<SseEndpoints>();
        var issuer = services.GetService<AuthenticationSettings>()?.OAuth2?.Issuer;
        var resource = new ProtectedResource(services.GetRequiredService<McpHttpOptions>().PublicUrl);
        foreach (var prefix in Prefixes)
        {
            Map(HttpMethods.Post, prefix + "/mcp", streamable.PostAsync);
            Map(HttpMethods.Get, prefix + "/sse", sse.OpenAsync);
            Map(HttpMethods.Post, prefix + "/messages", sse.PostAsync);
        }

        if (issuer is not null)
            routes.MapResourceMetadata(new ResourceMetadata(resource, issuer), guard, Prefixes);
        return routes;

        void Map(string method, string pattern, RequestDelegate handler)
        {
            var route = routes.MapMethods(pattern, [method], guard.Before(handler))
                .WithMetadata(McpRoute.Instance).ExcludeFromDescription();
            if (issuer is not null)
                route.WithMetadata(resource);
            routes.MapMethods(pattern, [HttpMethods.Options], guard.AnswerPreflightAsync).AllowAnonymous().ExcludeFromDescription();
        }
    }
}

/// <summary>Marks a route whose failures are answered as JSON-RPC.</summary>
internal sealed class McpRoute
{
    public static McpRoute Instance { get; } = new();
}
