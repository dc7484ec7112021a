using AgentMemory.Mcp.Callers;
using ModelContextProtocol.Server;

namespace AgentMemory.Mcp;

/// <summary>What a server offers, whatever carries it: every transport gives its <c>McpServer</c> these options.</summary>
public interface IMcpProtocol
{
    /// <summary>For one caller; cheap enough to be asked for every request. New each time, for transports add filters.</summary>
    McpServerOptions OptionsFor(McpCaller caller);
}
