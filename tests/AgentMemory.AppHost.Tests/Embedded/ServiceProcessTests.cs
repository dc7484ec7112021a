using System.Net;
using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.AppHost.Tests;

/// <summary>REST, MCP and background work, each a process, on one store.</summary>
public sealed class ServiceProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_one_takes_in_another_works_on_and_a_third_recalls()
    {
        (string, string) soon = ("EXTRACTION_DEBOUNCE_SECONDS", "1");
        await using var api = await ServiceProcess.StartAsync("Api", "PORT", _folder.DataFolder, soon);
        await using var mcp = await ServiceProcess.StartAsync("Mcp", "MCP_PORT", _folder.DataFolder, soon);
        await using var worker = await ServiceProcess.StartAsync("Worker", "WORKER_HEALTH_PORT", _folder.DataFolder, soon);

        await api.Client.OkAsync("POST", "/v1/working-memory/trip/messages", new
        {
            user_id = "ann",
            @namespace = "demo",
            messages = new[] { new { id = "1", role = "user", content = "I live in Oslo.", created_at = "2026-05-01T09:00:00Z" } },
        });

        using var patience = new CancellationTokenSource(Patience);
        while (!(await RecallAsync(mcp.Client)).Contains("Oslo", StringComparison.Ordinal))
        {
            Assert.False(patience.IsCancellationRequested, await RecallAsync(mcp.Client));
            await Task.Delay(200);
        }
    }

    [Fact]
    public async Task Each_tells_its_health_and_readiness_who_does_background_work()
    {
        await using var api = await ServiceProcess.StartAsync("Api", "PORT", _folder.DataFolder);
        await using var mcp = await ServiceProcess.StartAsync("Mcp", "MCP_PORT", _folder.DataFolder, ("AUTH_MODE", "token"));
        await using var worker = await ServiceProcess.StartAsync("Worker", "WORKER_HEALTH_PORT", _folder.DataFolder);

        foreach (var service in new[] { api, mcp, worker })
            await service.Client.OkAsync("GET", "/health");
        var report = (await api.Client.OkAsync("GET", "/v1/ready")).Json;
        Assert.Equal("ok", report.GetProperty("status").GetString());
        Assert.Equal("not_configured", report.GetProperty("worker").GetProperty("status").GetString());
        Assert.Contains("worker of its own", report.GetProperty("worker").GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await worker.Client.SendAsync("GET", "/v1/health")).Status);
    }

    private static async Task<string> RecallAsync(HttpClient mcp) => (await mcp.OkAsync(
        "POST", "/demo/mcp", new
        {
            jsonrpc = "2.0",
            id = 1,
            method = "tools/call",
            @params = new { name = "search_long_term_memory", arguments = new { text = "Where does she live?" } },
        },
        ("Accept", "application/json, text/event-stream"))).Text;
}
