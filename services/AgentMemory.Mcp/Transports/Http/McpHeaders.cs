namespace AgentMemory.Mcp.Transports.Http;

/// <summary>The headers of streamable HTTP.</summary>
internal static class McpHeaders
{
    public const string ProtocolVersion = "MCP-Protocol-Version";
    public const string SessionId = "Mcp-Session-Id";
    public const string Method = "Mcp-Method";
    public const string Name = "Mcp-Name";
}
