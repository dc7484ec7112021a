using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace AgentMemory.Cli.Tests;

public sealed class ToolPackageTests : IDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task The_packed_tool_installs_from_a_folder_and_works()
    {
        var dotnet = DotnetProgram.Describe("", _tool.Folder, []).FileName;
        var packages = Path.Combine(_tool.Folder, "packages");
        await OkAsync(dotnet, "pack", Project(), "--no-build", "-c", Configuration, "-o", packages);
        await OkAsync(dotnet, "tool", "install", "AgentMemory.Cli", "--tool-path", "bin", "--source", packages);

        var installed = Path.Combine(_tool.Folder, "bin", OperatingSystem.IsWindows() ? "agent-memory.exe" : "agent-memory");
        Assert.StartsWith("agent-memory-server version ", await OkAsync(installed, "version"), StringComparison.Ordinal);
        var token = JsonNode.Parse(await OkAsync(installed, "token", "add", "-d", "laptop", "--format", "json"))!;
        Assert.Contains((string)token["id"]!, await OkAsync(installed, "token", "list"), StringComparison.Ordinal);
        Assert.StartsWith("Found 0 memories", await OkAsync(installed, "search", "anything"), StringComparison.Ordinal);
    }

    private async Task<string> OkAsync(string program, params string[] arguments)
    {
        var result = await _tool.RunProgramAsync(program, arguments);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}: {result.Output} {result.Error}");
        return result.Output;
    }

    private static string Project([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(
        Path.GetDirectoryName(thisFile)!, "..", "..", "services", "AgentMemory.Cli", "AgentMemory.Cli.csproj"));
}
