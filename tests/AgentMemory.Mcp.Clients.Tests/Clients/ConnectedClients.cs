using AgentMemory.Mcp.Clients.Tests.Servers;

namespace AgentMemory.Mcp.Clients.Tests.Clients;

/// <summary>One server with one connection of each client, opened by the first test that needs it.</summary>
public sealed class ConnectedClients : IAsyncLifetime, IDisposable
{
    private readonly RunningMemory _memory = new();
    private readonly Dictionary<string, IMcpConnection> _connections = [];

    public ConnectionRequest Request => new(_memory.Address, _memory.DataFolder);

    public Task InitializeAsync() => _memory.InitializeAsync();

    public async Task<IMcpConnection> ConnectAsync(string setup)
    {
        if (!_connections.TryGetValue(setup, out var connection))
            _connections[setup] = connection = await McpConnections.OpenAsync(ClientSetup.Named(setup), Request);
        return connection;
    }

    public async Task DisposeAsync()
    {
        foreach (var connection in _connections.Values)
            await connection.DisposeAsync();
        await _memory.DisposeAsync();
    }

    public void Dispose() => _memory.Dispose();
}
