using System.Text.Json;

namespace AgentMemory.Benchmarks.Load;

/// <summary>The same searches, as each interface is asked for them.</summary>
/// <param name="Bodies">JSON objects: of a REST request, and the arguments of the MCP tool.</param>
internal sealed record Searches(IReadOnlyList<string> Bodies)
{
    private const string Revision = "2026-07-28";
    private const string Method = "tools/call";
    private const string Tool = "search_long_term_memory";

    public IReadOnlyList<RequestTemplate> Rest { get; } =
        [.. Bodies.Select(body => RequestTemplate.Of("POST", "/v1/long-term-memory/search", body))];

    /// <summary>One stateless POST each, as clients of the newest revision send it.</summary>
    public IReadOnlyList<RequestTemplate> Mcp { get; } =
    [
        .. Bodies.Select(arguments => RequestTemplate.Of(
            "POST", "/mcp", Call(arguments),
            "Accept: application/json, text/event-stream", $"MCP-Protocol-Version: {Revision}", $"Mcp-Method: {Method}",
            $"Mcp-Name: {Tool}")),
    ];

    private static string Call(string arguments) => JsonSerializer.Serialize(new
    {
        jsonrpc = "2.0",
        id = 1,
        method = Method,
        @params = new
        {
            name = Tool,
            arguments = JsonSerializer.Deserialize<JsonElement>(arguments),
            _meta = new Dictionary<string, object>
            {
                ["io.modelcontextprotocol/protocolVersion"] = Revision,
                ["io.modelcontextprotocol/clientInfo"] = new { name = "benchmark", version = "1" },
                ["io.modelcontextprotocol/clientCapabilities"] = new { },
            },
        },
    });
}
