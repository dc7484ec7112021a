using System.Text.Json;
using AgentMemory.AppHost.Tests.Processes;
using AgentMemory.Mcp.Clients.Tests.Clients;
using AgentMemory.Mcp.Clients.Tests.Node;

namespace AgentMemory.Mcp.Clients.Tests.Servers;

/// <summary>The server with authentication, and a token for one namespace.</summary>
public sealed class GuardedMemory : IAsyncLifetime, IDisposable
{
    public const string Namespace = "home";

    private static readonly TimeSpan CommandLimit = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private ServerProcess? _server;

    public string Token { get; private set; } = "";

    public ConnectionRequest Request => new(_server!.Mcp.BaseAddress!, _folder.DataFolder);

    public async Task InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(
            _folder.DataFolder, ("AUTH_MODE", "token"), ("HOST", "127.0.0.1"), ("MCP_HOST", "127.0.0.1"));
        var command = DotnetProgram.Describe(
            "agent-memory.dll", AppContext.BaseDirectory, [new("AGENT_MEMORY_DATA", _folder.DataFolder)],
            "token", "add", "--description", "clients", "--namespace", Namespace, "--format", "json");
        var made = await ProcessResult.OfAsync(command, CommandLimit);
        Assert.True(made.ExitCode == 0, made.Error);
        Token = JsonDocument.Parse(made.Output).RootElement.GetProperty("token").GetString()!;
    }

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    public void Dispose() => _folder.Dispose();
}
