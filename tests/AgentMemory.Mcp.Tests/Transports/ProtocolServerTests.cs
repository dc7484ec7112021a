using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Tests.Support;
using AgentMemory.Mcp.Transports;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace AgentMemory.Mcp.Tests.Transports;

public sealed class ProtocolServerTests(McpHost host) : IClassFixture<McpHost>
{
    /// <summary>A server is made for every request: what one adds to shared options would slow every later one.</summary>
    [Fact]
    public async Task A_server_leaves_the_options_of_the_next_as_they_were()
    {
        var caller = new McpCaller(AccessScope.Everything, CallDefaults.None);
        var protocol = host.Services.GetRequiredService<IMcpProtocol>();
        var before = protocol.OptionsFor(caller).Filters.Message.IncomingFilters.Count;

        for (var server = 0; server < 3; server++)
        {
            await using var transport = new StreamableHttpServerTransport { Stateless = true };
            await using var made = host.Services.GetRequiredService<ProtocolServer>().Create(transport, caller, host.Services);
        }

        Assert.Equal(before, protocol.OptionsFor(caller).Filters.Message.IncomingFilters.Count);
    }
}
