using AgentMemory.Mcp;
using AgentMemory.Mcp.Failures;
using AgentMemory.Mcp.Prompts;
using AgentMemory.Mcp.Resources;
using AgentMemory.Mcp.Tools;
using AgentMemory.Mcp.Transports;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The MCP interface, for any host; the host supplies the engine.</summary>
public static class MemoryMcp
{
    public static IServiceCollection AddMemoryMcp(this IServiceCollection services, McpOptions options)
    {
        services.AddRequestReading(options.Reading);
        services.AddSingleton(options);

        // Listed in this order.
        services.AddSingleton<MemoryTool, GetCurrentDatetimeTool>();
        services.AddSingleton<MemoryTool, CreateLongTermMemoriesTool>();
        services.AddSingleton<MemoryTool, SearchLongTermMemoryTool>();
        services.AddSingleton<MemoryTool, MemoryPromptTool>();
        services.AddSingleton<MemoryTool, SetWorkingMemoryTool>();
        services.AddSingleton<MemoryTool, GetWorkingMemoryTool>();
        services.AddSingleton<MemoryTool, GetLongTermMemoryTool>();
        services.AddSingleton<MemoryTool, EditLongTermMemoryTool>();
        services.AddSingleton<MemoryTool, DeleteLongTermMemoriesTool>();
        services.AddSingleton<MemoryTool, CompactLongTermMemoriesTool>();

        services.AddSingleton<ToolCatalogue>();
        services.AddSingleton<ToolCalls>();
        services.AddSingleton<MemoryPromptPrompt>();
        services.AddSingleton<MemoryResources>();
        services.AddSingleton<SessionCompletion>();
        services.AddSingleton<ProtocolFailure>();
        services.AddSingleton(provider => new MemoryMcpProtocol(
            provider.GetRequiredService<ToolCatalogue>(),
            provider.GetRequiredService<ToolCalls>(),
            provider.GetRequiredService<MemoryPromptPrompt>(),
            provider.GetRequiredService<MemoryResources>(),
            provider.GetRequiredService<SessionCompletion>(),
            provider.GetRequiredService<ProtocolFailure>()));
        services.AddSingleton<IMcpProtocol>(provider => provider.GetRequiredService<MemoryMcpProtocol>());
        services.AddSingleton<ProtocolServer>();
        return services;
    }
}
