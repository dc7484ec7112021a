using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.Mcp.Clients.Tests.Servers;

/// <summary>The server as users run it, for all tests of a class.</summary>
public sealed class RunningMemory : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ServerProcess? _server;

    public Uri Address => _server!.Mcp.BaseAddress!;

    public string DataFolder => _folder.DataFolder;

    public async Task InitializeAsync() => _server = await ServerProcess.StartAsync(DataFolder);

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    public void Dispose() => _folder.Dispose();
}
