using AgentMemory.Api;
using AgentMemory.Hosting.Settings;
using AgentMemory.Mcp;
using AgentMemory.Mcp.Transports.Http;
using AgentMemory.Wire.Requests;

namespace AgentMemory.Server;

/// <summary>What the settings say to the interfaces.</summary>
internal static class InterfaceOptions
{
    public static ApiOptions Api(MemorySettings settings) => new() { Reading = Reading(settings) };

    public static McpOptions Mcp(MemorySettings settings) => new()
    {
        Reading = Reading(settings),
        Defaults = new(settings.Mcp.DefaultNamespace, settings.Mcp.DefaultUserId),
    };

    public static McpHttpOptions McpHttp(MemorySettings settings) => new()
    {
        AllowedHosts = settings.Mcp.AllowedHosts,
        AllowedOrigins = settings.Mcp.AllowedOrigins,
        PublicUrl = settings.Mcp.PublicUrl,
    };

    private static ReadingOptions Reading(MemorySettings settings) => new()
    {
        RequireMessageTimestamps = settings.RequireMessageTimestamps,
        MaximumFutureTimestampSeconds = settings.MaximumFutureTimestampSeconds,
        MaximumBodyBytes = settings.MaximumRequestBodyBytes,
    };
}
