using System.Globalization;
using System.Net;
using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.AppHost.Tests;

[Trait("Spec", "7.1")]
public sealed class McpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_process_serves_both_interfaces_on_addresses_of_their_own()
    {
        await using var server = await ServerProcess.StartAsync(_folder.DataFolder);

        await server.Client.OkAsync("PUT", "/v1/working-memory/s?namespace=work", new { context = "User moved to Lisbon" });
        var read = await CallAsync(server, "/work/mcp", "get_working_memory", new { session_id = "s" });

        Assert.Contains("Lisbon", read.Text, StringComparison.Ordinal);
        Assert.Contains($"{server.Mcp.BaseAddress}mcp", server.Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Mcp.SendAsync("GET", "/v1/working-memory/s?namespace=work")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.SendAsync("POST", "/mcp", "{}")).Status);
        await server.Mcp.OkAsync("GET", "/alive");
    }

    [Fact]
    public async Task An_mcp_port_in_use_is_one_clear_line_and_exit_code_1()
    {
        await using var first = await ServerProcess.StartAsync(_folder.DataFolder);
        var port = first.Mcp.BaseAddress!.Port.ToString(CultureInfo.InvariantCulture);

        await using var second = ServerProcess.Launch(_folder.DataFolder, ("MCP_PORT", port), ("LOG_LEVEL", "CRITICAL"));

        Assert.Equal(1, await second.WaitForExitAsync());
        Assert.Equal(
            [$"agent-memory: MCP_PORT={port} is in use: stop the other program, or choose another MCP_PORT"], second.Errors);
    }

    [Theory, Trait("Trap", "T19")]
    [InlineData("MCP_HOST", "0.0.0.0")]
    [InlineData("MCP_HOST", "my-server")]
    [InlineData("MCP_PORT", "ninety")]
    [InlineData("MCP_ALLOWED_HOSTS", "https://memory.example.com")]
    [InlineData("MCP_ALLOWED_ORIGINS", "app.example.com")]
    public async Task A_setting_that_cannot_be_used_is_one_line_with_its_name(string name, string value)
    {
        await using var server = ServerProcess.Launch(_folder.DataFolder, (name, value));

        Assert.Equal(1, await server.WaitForExitAsync());
        Assert.StartsWith($"agent-memory: {name}", Assert.Single(server.Errors), StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task Stopping_ends_open_connections_and_what_was_acknowledged_stays()
    {
        await using (var server = await ServerProcess.StartAsync(_folder.DataFolder))
        {
            using var events = await server.Mcp.GetAsync(new Uri("/work/sse", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            await CallAsync(server, "/work/mcp", "create_long_term_memories", new { memories = new[] { new { id = "m", text = "User likes tea" } } });

            Assert.Equal(0, await server.StopAsync());
        }

        await using var again = await ServerProcess.StartAsync(_folder.DataFolder);
        var found = await CallAsync(again, "/work/mcp", "get_long_term_memory", new { memory_id = "m" });
        Assert.Contains("User likes tea", found.Text, StringComparison.Ordinal);
    }

    private static Task<Answer> CallAsync(ServerProcess server, string path, string tool, object arguments) => server.Mcp.OkAsync(
        "POST", path, new { jsonrpc = "2.0", id = 1, method = "tools/call", @params = new { name = tool, arguments } },
        ("Accept", "application/json, text/event-stream"));
}
