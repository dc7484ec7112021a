using System.Text.Json;
using ModelContextProtocol.Client;

namespace AgentMemory.Cli.Tests.Servers;

public sealed class McpCommandTests : IDisposable
{
    private const string Initialize =
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""";

    private readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("sse")]
    [InlineData("streamable-http")]
    public async Task Over_HTTP_both_transports_are_served_and_no_REST(string mode)
    {
        await using var server = await RunningTool.StartAsync(_tool, "mcp", "--mode", mode, "--port", "0");
        Assert.Null(server.Said("REST"));
        Assert.Null(server.Said("Worker"));

        foreach (var (path, transport) in new[] { ("home/mcp", HttpTransportMode.StreamableHttp), ("home/sse", HttpTransportMode.Sse) })
        {
            await using var client = await McpClient.CreateAsync(new HttpClientTransport(new()
            {
                Endpoint = new(server.Address("MCP"), path),
                TransportMode = transport,
            }));
            await McpMemory.RemembersAsync(client, "User rows", "home");
        }
    }

    [Fact]
    public async Task With_docket_the_work_is_left_to_a_worker()
    {
        await using var server = await RunningTool.StartAsync(
            _tool, "mcp", "--mode", "sse", "--port", "0", "--task_backend", "docket");

        Assert.Contains("`agent-memory task-worker`", server.Errors, StringComparison.Ordinal);
        Assert.NotNull(server.Said("Worker"));
    }

    [Fact]
    public async Task On_stdio_nothing_but_messages_is_printed_and_the_end_of_input_ends_it()
    {
        _tool.Variables["LOG_LEVEL"] = "DEBUG";

        var result = await _tool.RunWithInputAsync(Initialize + "\n", "mcp");

        Assert.Equal(0, result.ExitCode);
        var answer = JsonDocument.Parse(Assert.Single(result.Output.TrimEnd().Split('\n'))).RootElement;
        Assert.Equal("2025-06-18", answer.GetProperty("result").GetProperty("protocolVersion").GetString());
    }

    [Fact]
    public async Task The_bridge_passes_on_what_is_said_to_a_running_server()
    {
        await using var server = await RunningTool.StartAsync(_tool, "mcp", "--mode", "streamable-http", "--port", "0");
        await using var bridge = await McpMemory.StartAsync(_tool.Describe(
            "mcp", "--server", server.Address("MCP").AbsoluteUri, "--namespace", "home", "--user_id", "ann"));

        await McpMemory.RemembersAsync(bridge, "User swims", "home", "ann");
    }

    [Fact]
    public async Task The_bridge_says_when_the_server_is_not_there()
    {
        var result = await _tool.RunWithInputAsync(Initialize + "\n", "mcp", "--server", "http://127.0.0.1:1");

        var error = JsonDocument.Parse(result.Output).RootElement.GetProperty("error").GetProperty("message").GetString();
        Assert.Contains("127.0.0.1:1", error, StringComparison.Ordinal);
    }
}
