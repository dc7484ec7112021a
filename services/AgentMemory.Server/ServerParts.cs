namespace AgentMemory.Server;

/// <summary>What a server process does.</summary>
[Flags]
public enum ServerParts
{
    None = 0,

    /// <summary>REST.</summary>
    Api = 1,

    /// <summary>MCP over HTTP.</summary>
    Mcp = 2,

    /// <summary>Background work.</summary>
    Worker = 4,

    All = Api | Mcp | Worker,
}
