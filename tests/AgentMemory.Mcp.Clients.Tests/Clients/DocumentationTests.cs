using AgentMemory.Mcp.Clients.Tests.Node;
using AgentMemory.Mcp.Clients.Tests.Servers;

namespace AgentMemory.Mcp.Clients.Tests.Clients;

/// <summary>What docs/mcp.md tells to paste works as it stands there.</summary>
public sealed class DocumentationTests(RunningMemory memory) : IClassFixture<RunningMemory>
{
    private const string Address = "http://127.0.0.1:9000/";

    [NpmFact]
    public async Task The_TypeScript_remembers_and_recalls()
    {
        // It has no types, so Node.js runs it; only the server is another.
        var document = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "mcp.md"));
        var code = document.Split("```ts\n")[1].Split("```")[0];
        Assert.Contains(Address, code, StringComparison.Ordinal);
        var program = Path.Combine(NodePackages.Folder, "documentation.mjs");
        await File.WriteAllTextAsync(
            program, code.Replace(Address, memory.Address.AbsoluteUri, StringComparison.Ordinal) + "await memory.close();\n");

        var result = await NodeProgram.RunAsync(program);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("User prefers aisle seats", result.Output, StringComparison.Ordinal);
    }
}
