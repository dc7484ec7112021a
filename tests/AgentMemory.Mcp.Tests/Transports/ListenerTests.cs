using System.Net;
using AgentMemory.Mcp.Tests.Transports.Support;
using AgentMemory.Server;

namespace AgentMemory.Mcp.Tests.Transports;

public sealed class ListenerTests
{
    [Theory]
    [InlineData("GET", "/alive", true, true)]
    [InlineData("GET", "/health", true, true)]
    [InlineData("GET", "/v1/health", true, false)]
    [InlineData("GET", "/docs", true, false)]
    [InlineData("GET", "/openapi.json", true, false)]
    [InlineData("PATCH", "/v1/working-memory/s", true, false)]
    [InlineData("GET", "/sse", false, true)]
    [InlineData("GET", "/mcp", false, true)]
    [InlineData("POST", "/work/mcp", false, true)]
    [InlineData("POST", "/messages/", false, true)]
    public async Task An_interface_is_known_on_its_own_address_alone(string method, string path, bool isRest, bool isMcp)
    {
        await using var site = await McpSite.StartAsync(ServerParts.All);

        Assert.Equal((isRest, isMcp), (await IsKnownAsync(site.RestAddress), await IsKnownAsync(site.Address)));

        async Task<bool> IsKnownAsync(Uri address)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address, path));
            using var response = await site.SendAsync(request);
            return response.StatusCode != HttpStatusCode.NotFound || await response.Content.ReadAsStringAsync() != """{"detail":"Not Found"}""";
        }
    }

    [Fact]
    public async Task The_rest_description_does_not_speak_of_mcp()
    {
        await using var site = await McpSite.StartAsync(ServerParts.All);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site.RestAddress, "/openapi.json"));
        using var response = await site.SendAsync(request);

        var document = await response.Content.ReadAsStringAsync();

        Assert.Contains("/v1/working-memory/{session_id}", document, StringComparison.Ordinal);
        Assert.DoesNotContain("/mcp", document, StringComparison.Ordinal);
        Assert.DoesNotContain("/sse", document, StringComparison.Ordinal);
    }

    [Fact, Trait("Trap", "T52")]
    public async Task Mcp_alone_has_all_it_needs()
    {
        await using var site = await McpSite.StartAsync(ServerParts.Mcp);

        var written = await site.CallNewestAsync("/work/mcp", "tools/call", """{"name":"set_working_memory","arguments":{"session_id":"s","messages":[{"role":"user","content":"I like tea"}]}}""");
        var read = await site.CallNewestAsync("/work/mcp", "tools/call", """{"name":"get_working_memory","arguments":{"session_id":"s"}}""");
        await site.CallNewestAsync("/work/mcp", "tools/call", """{"name":"create_long_term_memories","arguments":{"memories":[{"text":"User likes tea"}]}}""");
        var found = await site.CallNewestAsync("/work/mcp", "tools/call", """{"name":"search_long_term_memory","arguments":{"text":"tea"}}""");

        Assert.False(written.Result.TryGetProperty("isError", out var failed) && failed.GetBoolean(), written.Text);
        Assert.Contains("I like tea", read.Text, StringComparison.Ordinal);
        Assert.Equal(1, found.Result.GetProperty("structuredContent").GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData(ServerParts.Api, "not_configured")]
    [InlineData(ServerParts.Api | ServerParts.Worker, "ok")]
    public async Task Readiness_says_whether_this_process_does_background_work(ServerParts parts, string status)
    {
        await using var site = await McpSite.StartAsync(parts);
        using var request = new HttpRequestMessage(HttpMethod.Get, site.At("/v1/ready"));
        using var response = await site.SendAsync(request);

        var report = System.Text.Json.JsonElement.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal((HttpStatusCode.OK, status), (response.StatusCode, report.GetProperty("worker").GetProperty("status").GetString()));
    }
}
