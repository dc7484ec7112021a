using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentMemory.Mcp.Clients.Tests.Conformance.Fixtures;

/// <summary>A server's options with all that the conformance suite wants to find, and nothing of memory.</summary>
internal static class SuiteFixtures
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    public static McpServerOptions Options()
    {
        var options = new McpServerOptions
        {
            ServerInfo = new() { Name = "conformance-fixtures", Version = "1.0.0" },
            ScopeRequests = false,
            ToolCollection = SuiteTools.All,
            PromptCollection = SuitePrompts.All,
            ResourceCollection = SuiteResources.All,
        };
        options.Handlers.CompleteHandler = (_, _) => ValueTask.FromResult(new CompleteResult { Completion = new() { Values = [] } });
        AddCachingHints(options.Filters.Request);
        return options;
    }

    private static void AddCachingHints(McpRequestFilters filters)
    {
        filters.ListToolsFilters.Add(Hinting<ListToolsRequestParams, ListToolsResult>());
        filters.ListPromptsFilters.Add(Hinting<ListPromptsRequestParams, ListPromptsResult>());
        filters.ListResourcesFilters.Add(Hinting<ListResourcesRequestParams, ListResourcesResult>());
        filters.ListResourceTemplatesFilters.Add(Hinting<ListResourceTemplatesRequestParams, ListResourceTemplatesResult>());
        filters.ReadResourceFilters.Add(Hinting<ReadResourceRequestParams, ReadResourceResult>());
    }

    private static McpRequestFilter<TParams, TResult> Hinting<TParams, TResult>()
        where TResult : ICacheableResult =>
        next => async (request, cancellationToken) =>
        {
            var result = await next(request, cancellationToken);
            (result.TimeToLive, result.CacheScope) = (Fresh, CacheScope.Public);
            return result;
        };
}
