using AgentMemory.Hosting.Settings;
using AgentMemory.Mcp.Callers;
using AgentMemory.Wire.Requests;

namespace AgentMemory.Mcp;

/// <summary>The MCP interface's settings, already validated; names and defaults in docs/configuration.md.</summary>
public sealed record McpOptions
{
    public ReadingOptions Reading { get; init; } = new();

    /// <summary><c>DEFAULT_MCP_NAMESPACE</c> and <c>DEFAULT_MCP_USER_ID</c>.</summary>
    public CallDefaults Defaults { get; init; } = CallDefaults.None;

    /// <summary>What the settings say to this interface.</summary>
    public static McpOptions Of(MemorySettings settings) => new()
    {
        Reading = settings.Reading,
        Defaults = new(settings.Mcp.DefaultNamespace, settings.Mcp.DefaultUserId),
    };
}
