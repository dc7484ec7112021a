using System.Diagnostics;
using System.Text.Json;
using AgentMemory.Cli.Tests.Servers;
using ModelContextProtocol.Client;

namespace AgentMemory.Cli.Tests.Clients;

/// <summary>What was installed is started as the client would start it: by what stands in the file, in some other folder.</summary>
public sealed class InstalledClientTests : IDisposable
{
    private readonly ClientMachine _machine = new();
    private readonly DirectoryInfo _elsewhere = Directory.CreateTempSubdirectory("agent-memory-client-");

    public void Dispose()
    {
        _machine.Dispose();
        _elsewhere.Delete(recursive: true);
    }

    [Theory]
    [InlineData("claude")]
    [InlineData("claude-code")]
    [InlineData("cursor")]
    [InlineData("vscode")]
    public async Task A_client_starts_its_server_and_remembers(string client)
    {
        var data = Path.Combine(_machine.Project, "data of mine");
        await _machine.InstalledAsync(client, "--data", "data of mine", "--namespace", "home", "--user-id", "ann");

        await using (var memory = await McpMemory.StartAsync(Command(client)))
            await McpMemory.RemembersAsync(memory, "User plays chess", "home", "ann");

        Assert.True(File.Exists(Path.Combine(data, "memory.db")));
        Assert.Empty(_elsewhere.GetFileSystemInfos());
    }

    [Fact]
    public async Task A_client_that_starts_commands_reaches_a_running_server()
    {
        var (server, token) = await GuardedAsync();
        await using var running = server;
        await _machine.InstalledAsync("claude", "--server", server.Address("MCP").AbsoluteUri, "--token", token, "--namespace", "home");

        await using var memory = await McpMemory.StartAsync(Command("claude"));

        await McpMemory.RemembersAsync(memory, "User swims", "home");
    }

    [Fact]
    public async Task A_client_that_calls_addresses_reaches_a_running_server()
    {
        var (server, token) = await GuardedAsync();
        await using var running = server;
        await _machine.InstalledAsync(
            "cursor", "--server", server.Address("MCP").AbsoluteUri, "--token", token, "--namespace", "home", "--user-id", "ann");
        var entry = _machine.Entry("cursor");

        await using var memory = await McpClient.CreateAsync(new HttpClientTransport(new()
        {
            Endpoint = new(entry.GetProperty("url").GetString()!),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = Strings(entry.GetProperty("headers")),
        }));

        await McpMemory.RemembersAsync(memory, "User swims", "home", "ann");
    }

    /// <summary>A server with authentication, and a token for it.</summary>
    private async Task<(RunningTool Server, string Token)> GuardedAsync()
    {
        _machine.Tool.Variables["AUTH_MODE"] = "token";
        _machine.Tool.Variables["MCP_HOST"] = "127.0.0.1";
        var token = await _machine.Tool.JsonAsync("token", "add", "-d", "client", "--namespace", "home");
        var server = await RunningTool.StartAsync(_machine.Tool, "mcp", "--mode", "streamable-http", "--port", "0");
        return (server, token["token"]!.GetValue<string>());
    }

    private ProcessStartInfo Command(string client)
    {
        var entry = _machine.Entry(client);
        var start = new ProcessStartInfo(entry.GetProperty("command").GetString()!) { WorkingDirectory = _elsewhere.FullName };
        foreach (var argument in entry.GetProperty("args").EnumerateArray())
            start.ArgumentList.Add(argument.GetString()!);
        start.Environment.Clear();
        foreach (var (name, value) in Strings(entry.GetProperty("env")))
            start.Environment[name] = value;
        return start;
    }

    private static Dictionary<string, string> Strings(JsonElement members) =>
        members.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()!);
}
