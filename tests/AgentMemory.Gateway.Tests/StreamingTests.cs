using AgentMemory.Gateway.Tests.Support;

namespace AgentMemory.Gateway.Tests;

public sealed class StreamingTests
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";

    [Fact]
    public async Task An_event_arrives_while_its_stream_goes_on()
    {
        await using var site = await GatewaySite.StartAsync();
        await AppendAsync(site, "1");
        await using var events = await EventClient.OpenAsync(site, "/v1/working-memory/s/events");

        Assert.Equal("session.appended", (await events.NextAsync())?.EventType);
        await AppendAsync(site, "2");
        Assert.Equal("session.appended", (await events.NextAsync())?.EventType);
    }

    [Fact]
    public async Task Messages_reach_the_replica_that_has_their_connection()
    {
        await using var site = await GatewaySite.StartAsync(1, 2, [], []);
        var replicas = new HashSet<string>();
        for (var round = 0; round < 16; round++)
        {
            await using var events = await EventClient.OpenAsync(site, round % 2 == 0 ? "/sse" : "/wo%2Frk/sse");
            var endpoint = (await events.NextAsync())!.Value;
            Assert.Equal("endpoint", endpoint.EventType);
            replicas.Add(endpoint.Data[(endpoint.Data.LastIndexOf('=') + 1)..]);

            var (status, body) = await site.AskAsync("POST", endpoint.Data, Ping);
            Assert.True(status == 202, $"{status} {body}");
            Assert.Contains("\"id\":1", (await events.NextAsync())!.Value.Data, StringComparison.Ordinal);
        }

        Assert.Equal(2, replicas.Count);
    }

    [Fact]
    public async Task Any_gateway_finds_the_replica()
    {
        await using var site = await GatewaySite.StartAsync(1, 2, [], []);
        await using var other = await GatewaySite.StartAsync(
            0, 0,
            [
                ("GATEWAY_API_URLS", site.Apis[0].Urls.Single()),
                ("GATEWAY_MCP_URLS", string.Join(',', site.Mcps.SelectMany(mcp => mcp.Urls).Reverse())),
            ], []);
        for (var round = 0; round < 8; round++)
        {
            await using var events = await EventClient.OpenAsync(site, "/sse");
            Assert.Equal(202, (await other.AskAsync("POST", (await events.NextAsync())!.Value.Data, Ping)).Status);
        }
    }

    [Theory]
    [InlineData("/messages/?session_id=0123456789abcdef&replica=ffffffffffffffff")]
    [InlineData("/messages/?session_id=0123456789abcdef&replica=http://127.0.0.1:1")]
    [InlineData("/messages/?session_id=0123456789abcdef")]
    public async Task A_replica_nobody_knows_is_a_connection_nobody_has(string path)
    {
        await using var site = await GatewaySite.StartAsync();

        var (status, body) = await site.AskAsync("POST", path, Ping);

        Assert.Equal(404, status);
        Assert.Contains("There is no such connection here", body, StringComparison.Ordinal);
    }

    private static async Task AppendAsync(GatewaySite site, string id)
    {
        var (status, body) = await site.AskAsync(
            "POST", "/v1/working-memory/s/messages", $$"""{"messages":[{"id":"{{id}}","role":"user","content":"hello"}]}""");
        Assert.True(status == 200, body);
    }
}
