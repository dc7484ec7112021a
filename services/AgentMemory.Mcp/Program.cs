using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;
using AgentMemory.Mcp;
using AgentMemory.Mcp.Transports.Http;
using AgentMemory.ServiceDefaults.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

return await OperatorErrors.RunAsync(async () =>
{
    var settings = MemorySettings.Load(SettingsSources.OfThisProcess());
    var builder = MemoryHost.CreateWebBuilder(settings, "agent-memory-mcp", [settings.Mcp.Listener]);
    builder.Services.AddMemoryMcp(McpOptions.Of(settings)).AddMemoryMcpHttp(McpHttpOptions.Of(settings));

    await using var app = builder.Build();
    app.UseWebServiceDefaults();
    app.MapMemoryMcp().MapHealth();
    await app.RunAsync();
});
