using System.Text.Json;

namespace AgentMemory.Mcp.Clients.Tests.Clients;

/// <summary>Calls tools that must succeed.</summary>
internal sealed class ToolCaller
{
    private readonly IMcpConnection _connection;

    private ToolCaller(IMcpConnection connection, IReadOnlyList<string> listed) => (_connection, Listed) = (connection, listed);

    public IReadOnlyList<string> Listed { get; }

    public HashSet<string> Called { get; } = [];

    /// <summary>Lists the tools first: from then on the JavaScript clients check what they answer.</summary>
    public static async Task<ToolCaller> OfAsync(IMcpConnection connection)
    {
        var tools = (await connection.ListToolsAsync()).GetProperty("tools");
        return new(connection, [.. tools.EnumerateArray().Select(tool => tool.GetProperty("name").GetString()!)]);
    }

    /// <summary>What it answered, which is the same as text and as structure.</summary>
    public async Task<JsonElement> CallAsync(string tool, object arguments)
    {
        Called.Add(tool);
        var result = await _connection.CallToolAsync(tool, arguments);
        var text = result.GetProperty("content")[0].GetProperty("text").GetString()!;
        Assert.False(result.TryGetProperty("isError", out var isError) && isError.GetBoolean(), text);
        var structure = result.GetProperty("structuredContent");
        Assert.True(JsonElement.DeepEquals(structure, JsonDocument.Parse(text).RootElement), text);
        return structure;
    }
}
