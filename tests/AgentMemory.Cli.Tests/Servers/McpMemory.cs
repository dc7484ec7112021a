using System.Diagnostics;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Cli.Tests.Servers;

/// <summary>What a client does with memory.</summary>
internal static class McpMemory
{
    /// <summary>Starts a server as a client does.</summary>
    public static Task<McpClient> StartAsync(ProcessStartInfo command) => McpClient.CreateAsync(new StdioClientTransport(new()
    {
        Command = command.FileName,
        Arguments = [.. command.ArgumentList],
        WorkingDirectory = command.WorkingDirectory,
        EnvironmentVariables = new Dictionary<string, string?>(command.Environment),
        InheritEnvironmentVariables = false,
    }));

    /// <summary>Remembers a text and finds it again, where the connection says it belongs.</summary>
    public static async Task RemembersAsync(McpClient client, string text, string? @namespace = null, string? userId = null)
    {
        await CallAsync(client, "create_long_term_memories", new() { ["memories"] = new[] { new { text } } });

        var found = await CallAsync(client, "search_long_term_memory", new() { ["text"] = text });

        var memory = found.GetProperty("memories")[0];
        Assert.Equal(text, memory.GetProperty("text").GetString());
        Assert.Equal(@namespace, memory.GetProperty("namespace").GetString());
        Assert.Equal(userId, memory.GetProperty("user_id").GetString());
    }

    private static async Task<JsonElement> CallAsync(McpClient client, string tool, Dictionary<string, object?> arguments)
    {
        var result = await client.CallToolAsync(tool, arguments);
        var text = Assert.IsType<TextContentBlock>(result.Content[0]).Text;
        Assert.False(result.IsError, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
