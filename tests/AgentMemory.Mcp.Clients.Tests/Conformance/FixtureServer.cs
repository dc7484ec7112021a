using AgentMemory.AppHost.Tests.Processes;
using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;
using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Clients.Tests.Conformance.Fixtures;
using AgentMemory.Mcp.Transports.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelContextProtocol.Server;

namespace AgentMemory.Mcp.Clients.Tests.Conformance;

/// <summary>The server's own host, pipeline and transports, in this process, offering what the suite wants to find instead of
/// memory.</summary>
public sealed class FixtureServer : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private WebApplication? _app;

    public Uri Mcp => new(_app!.Urls.Single() + "/mcp");

    public async Task InitializeAsync()
    {
        var settings = MemorySettings.Load(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AGENT_MEMORY_DATA"] = _folder.DataFolder,
            ["MCP_PORT"] = "0",
            ["LOG_LEVEL"] = "CRITICAL",
        }).Build());
        var builder = MemoryHost.CreateWebBuilder(settings, "conformance-fixtures", [settings.Mcp.Listener]);
        builder.Services.AddMemoryMcp(new()).AddMemoryMcpHttp(new());
        builder.Services.AddSingleton<IMcpProtocol, FixtureProtocol>();
        _app = builder.Build();
        _app.UseWebServiceDefaults();
        _app.MapMemoryMcp();
        await _app.StartAsync();
    }

    public async Task DisposeAsync() => await _app!.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    private sealed class FixtureProtocol : IMcpProtocol
    {
        public McpServerOptions OptionsFor(McpCaller caller) => SuiteFixtures.Options();
    }
}
