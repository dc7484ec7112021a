namespace AgentMemory.Mcp.Tests.Parity.Server;

/// <summary>Two servers that are told the same, one by REST and one by MCP.</summary>
public sealed class ParityTwins : IAsyncLifetime
{
    public ParityHost ByRest { get; } = new();

    public ParityHost ByMcp { get; } = new();

    public async Task InitializeAsync()
    {
        await ByRest.InitializeAsync();
        await ByMcp.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await ByRest.DisposeAsync();
        await ByMcp.DisposeAsync();
    }
}
