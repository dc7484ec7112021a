using AgentMemory.Mcp;
using AgentMemory.Mcp.Transports;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The MCP interface, for any host; the host supplies the engine.</summary>
public static class MemoryMcp
{
    public static IServiceCollection AddMemoryMcp(this IServiceCollection services, McpOptions options)
    {
        services.AddRequestReading(options.Reading);
        services.AddSingleton(options);
        services.AddSingleton<MemoryMcpProtocol>();
        services.AddSingleton<ProtocolServer>();
        return services;
    }
}
