using AgentMemory.Hosting.Settings;

namespace AgentMemory.Mcp.Transports.Http;

/// <summary>The settings of MCP over HTTP, already validated; names and defaults in docs/configuration.md.</summary>
public sealed record McpHttpOptions
{
    /// <summary><c>MCP_ALLOWED_HOSTS</c>.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary><c>MCP_ALLOWED_ORIGINS</c>.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary><c>MCP_PUBLIC_URL</c>.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>SSE connections at once; more are answered with 503. Not a setting.</summary>
    public int MaximumSseConnections { get; init; } = 1000;

    /// <summary>
    /// How often a silent SSE connection shows that it is alive, and asks whether its token still is. Not a setting.
    /// </summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What the settings say to this transport.</summary>
    public static McpHttpOptions Of(MemorySettings settings) => new()
    {
        AllowedHosts = settings.Mcp.AllowedHosts,
        AllowedOrigins = settings.Mcp.AllowedOrigins,
        PublicUrl = settings.Mcp.PublicUrl,
    };
}
