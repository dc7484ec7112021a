using System.Net;
using System.Text;
using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Tests.Support;
using AgentMemory.Mcp.Tests.Transports.Support;
using AgentMemory.Mcp.Transports.Sse;
using AgentMemory.Mcp.Transports.Stdio;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace AgentMemory.Mcp.Tests.Transports;

/// <summary>What clients leave behind. Measured while nothing else runs in this process.</summary>
[Collection(nameof(Alone))]
public sealed class BoundedMemoryTests(ITestOutputHelper output)
{
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public async Task Thousands_of_dropped_connections_leave_nothing_behind()
    {
        const int Connections = 4000;
        const int AtOnce = 50;
        await using var site = await McpSite.StartAsync();
        await DropAsync(1000); // What is made once, such as buffers and pools.
        await McpSite.UntilAsync(() => Open(site) == 0);
        var before = SettledBytes();

        await DropAsync(Connections);

        await McpSite.UntilAsync(() => Open(site) == 0);
        var after = SettledBytes();
        output.WriteLine($"{Connections} connections: {before / 1024} KB before, {after / 1024} KB after");
        Assert.InRange(after - before, long.MinValue, 4 * Megabyte);
        Assert.Equal(HttpStatusCode.OK, (await site.CallNewestAsync("/mcp", "server/discover")).Status);

        Task DropAsync(int count) => Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
            {
                await using var client = await SseClient.OpenAsync(site, $"/tenant-{number % 10}/sse");
                if (number % 3 == 0)
                    await client.PostAsync(Posting.Initialize("2024-11-05"));
            });
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_skipped_without_being_held()
    {
        const int Megabytes = 100;
        var host = new McpHost();
        await host.InitializeAsync();
        var client = new LineClient();
        var serving = StdioSession.ServeAsync(
            host.Services, new McpCaller(AccessScope.Everything, CallDefaults.None), client.ServerInput, client.ServerOutput, CancellationToken.None);
        var block = Encoding.UTF8.GetBytes(new string('x', (int)Megabyte));
        var before = SettledBytes();

        for (var sent = 0; sent < Megabytes; sent++)
            await client.SendAsync(block);

        var during = SettledBytes();
        output.WriteLine($"{Megabytes} MB in one line: {before / 1024} KB before, {during / 1024} KB while it goes on");
        Assert.InRange(during - before, long.MinValue, 20 * Megabyte);
        var refused = await client.AskAsync("\"}}");
        Assert.Equal(-32600, refused.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Contains("MAX_REQUEST_BODY_BYTES", refused.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, (await client.AskAsync("""{"jsonrpc":"2.0","id":2,"method":"ping"}""")).GetProperty("id").GetInt32());
        client.EndInput();
        await serving;
        await host.DisposeAsync();
    }

    private static int Open(McpSite site) => site.Services.GetRequiredService<SseConnections>().Count;

    private static long SettledBytes()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}

/// <summary>Tests that nothing may run beside.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
