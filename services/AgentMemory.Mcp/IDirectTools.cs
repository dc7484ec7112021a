using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Tools;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp;

/// <summary>
/// A protocol whose tools need nothing of the server that runs them: they report no progress and ask the client nothing. A
/// transport may then call them without making a server for the call.
/// </summary>
public interface IDirectTools
{
    Implementation ServerInfo { get; }

    bool HasTool(string name);

    /// <summary>Of a tool there is. A call that fails is answered, not thrown.</summary>
    ValueTask<ToolAnswer> CallAsync(McpCaller caller, string tool, SentArguments arguments, CancellationToken cancellationToken);
}
