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

    [NpmTheory]
    [InlineData("stdio")]
    [InlineData("http")]
    [InlineData("sse")]
    public async Task It_lists_the_tools_and_finds_nothing_wrong_with_their_schemas(string transport)
    {
        var tools = (await InspectAsync(transport, "--method", "tools/list", "--strict")).GetProperty("tools");

        Assert.Equal(10, tools.GetArrayLength());
    }

    [NpmTheory]
    [InlineData("stdio")]
    [InlineData("http")]
    [InlineData("sse")]
    public async Task It_calls_every_tool(string transport)
    {
        var (id, session, user) = ($"inspected-{transport}", $"session-{transport}", $"user-{transport}");
        (string Tool, string[] Arguments, string Answer)[] calls =
        [
            ("get_current_datetime", [], "unix_ts"),
            ("create_long_term_memories", [$$"""memories=[{"id":"{{id}}","text":"User inspects over {{transport}}","user_id":"{{user}}"}]"""], "ok"),
            ("search_long_term_memory", ["text=inspects", $$"""user_id={"eq":"{{user}}"}"""], $"User inspects over {transport}"),
            ("get_long_term_memory", [$"memory_id={id}"], id),
            ("edit_long_term_memory", [$"memory_id={id}", $"text=User inspected over {transport}"], $"User inspected over {transport}"),
            ("set_working_memory", [$"session_id={session}", """messages=[{"role":"user","content":"Look at this"}]"""], "Look at this"),
            ("get_working_memory", [$"session_id={session}"], "Look at this"),
            ("memory_prompt", ["query=What did I inspect?", $$"""user_id={"eq":"{{user}}"}"""], $"User inspected over {transport}"),
            ("compact_long_term_memories", [$"user_id={user}"], "1 memories remaining"),
            ("delete_long_term_memories", [$"""memory_ids=["{id}"]"""], "deleted 1 memories"),
        ];
        foreach (var (tool, arguments, answer) in calls)
        {
            var result = await InspectAsync(
                transport, ["--method", "tools/call", "--tool-name", tool, .. arguments.Length == 0 ? [] : (string[])["--tool-arg", .. arguments]]);
            Assert.Contains(answer, result.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        }
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
