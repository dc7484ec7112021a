using AgentMemory.Mcp.Callers;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentMemory.Mcp;

/// <summary>What the server offers, whatever carries it: every transport gives its <c>McpServer</c> these options.</summary>
public sealed class MemoryMcpProtocol
{
    private readonly Implementation _info = new()
    {
        Name = "Redis Agent Memory Server",
        Version = typeof(MemoryMcpProtocol).Assembly.GetName().Version!.ToString(3),
    };

    public McpServerOptions OptionsFor(McpCaller caller) => new() { ServerInfo = _info, ScopeRequests = false };
}
