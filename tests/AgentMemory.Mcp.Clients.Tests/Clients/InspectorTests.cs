using System.Text.Json;
using AgentMemory.AppHost.Tests.Processes;
using AgentMemory.Mcp.Clients.Tests.Node;
using AgentMemory.Mcp.Clients.Tests.Servers;

namespace AgentMemory.Mcp.Clients.Tests.Clients;

/// <summary>The inspector's command line (npm @modelcontextprotocol/inspector).</summary>
public sealed class InspectorTests(RunningMemory memory) : IClassFixture<RunningMemory>
{
    private const string Inspector = "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js";

    private ConnectionRequest Request => new(memory.Address, memory.DataFolder);

    [Theory]
    [InlineData("stdio")]
    [InlineData("http")]
    [InlineData("sse")]
    public async Task It_lists_the_tools_and_finds_nothing_wrong_with_their_schemas(string transport)
    {
        var tools = (await InspectAsync(transport, "--method", "tools/list", "--strict")).GetProperty("tools");

        Assert.Equal(10, tools.GetArrayLength());
    }

    [Theory]
    [InlineData("stdio")]
    [InlineData("http")]
    [InlineData("sse")]
    public async Task It_remembers_and_recalls(string transport)
    {
        await InspectAsync(
            transport, "--method", "tools/call", "--tool-name", "create_long_term_memories",
            "--tool-arg", $$"""memories=[{"text":"User inspects over {{transport}}","user_id":"{{transport}}"}]""");

        var found = await InspectAsync(
            transport, "--method", "tools/call", "--tool-name", "search_long_term_memory",
            "--tool-arg", "text=inspects", $$"""user_id={"eq":"{{transport}}"}""");

        Assert.Contains($"User inspects over {transport}", found.GetRawText(), StringComparison.Ordinal);
    }

    private Task<JsonElement> InspectAsync(string transport, params string[] arguments) =>
        NodeProgram.AskAsync(Inspector, ["--cli", .. Target(transport), .. arguments]);

    private IEnumerable<string> Target(string transport)
    {
        if (transport != "stdio")
            return [Request.Endpoint(transport).AbsoluteUri];
        var start = DotnetProgram.Describe("agent-memory.dll", AppContext.BaseDirectory, [], [.. Request.Arguments(transport)]);
        return [.. Request.Variables(transport).SelectMany(variable => (string[])["-e", $"{variable.Key}={variable.Value}"]), start.FileName, .. start.ArgumentList];
    }
}
