using System.Net.Sockets;
using System.Text;
using AgentMemory.Gateway.Tests.Support;

namespace AgentMemory.Gateway.Tests;

public sealed class RoutingTests : IAsyncLifetime
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";

    private GatewaySite _site = null!;

    public async Task InitializeAsync() => _site = await GatewaySite.StartAsync();

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/console")]
    [InlineData("GET", "/console/main.js")]
    [InlineData("GET", "/docs")]
    [InlineData("GET", "/docs/docs.js")]
    [InlineData("GET", "/openapi.json")]
    [InlineData("GET", "/v1/health")]
    [InlineData("GET", "/v1/ready")]
    [InlineData("GET", "/v1/working-memory/")]
    [InlineData("GET", "/v1/working-memory?limit=1")]
    [InlineData("GET", "/sessions/")]
    [InlineData("POST", "/long-term-memory/search", """{"text":"x"}""")]
    [InlineData("POST", "/v1/long-term-memory/search", """{"text":"x"}""")]
    [InlineData("POST", "/mcp", Ping)]
    [InlineData("POST", "/work/mcp", Ping)]
    [InlineData("POST", "/v1/mcp", Ping)]
    [InlineData("POST", "/sessions/mcp/", Ping)]
    [InlineData("GET", "/alive")]
    [InlineData("GET", "/health")]
    public async Task Both_interfaces_are_reached(string method, string path, string? body = null)
    {
        var (status, answer) = await _site.AskAsync(method, path, body, null, ("Accept", "application/json, text/event-stream, */*"));

        Assert.True(status == 200, $"{status} {answer}");
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/v2/working-memory/")]
    [InlineData("/sessions/a/other")]
    [InlineData("/long-term-memory/x")]
    [InlineData("/a/b/mcp")]
    [InlineData("/mcp/x")]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/http://127.0.0.1:1/")]
    [InlineData("//v1/health")]
    public async Task Nothing_else_is(string path) =>
        Assert.Equal((404, """{"detail":"Not Found"}"""), await _site.AskAsync("GET", path));

    [Fact]
    public async Task A_wrong_method_is_the_services_to_refuse()
    {
        using var refused = await _site.SendAsync("PATCH", "/v1/working-memory/");

        Assert.Equal(405, (int)refused.StatusCode);
        Assert.Equal(["GET"], refused.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("a%20b%3Fc%23d", "a b?c#d")]
    [InlineData("%E2%82%AC%25", "€%")]
    [InlineData("a%5Cb", "a\\b")]
    [InlineData("...", "...")]
    public async Task An_id_arrives_as_it_was_encoded(string encoded, string id)
    {
        var (status, body) = await _site.AskAsync("PUT", $"/v1/working-memory/{encoded}?namespace=x%2Fy", """{"messages":[]}""");
        Assert.True(status == 200, body);

        var (_, listed) = await _site.AskAsync("GET", "/v1/working-memory/?namespace=x%2Fy");
        var ids = System.Text.Json.JsonElement.Parse(listed).GetProperty("sessions").EnumerateArray().Select(session => session.GetString());
        Assert.Equal([id], ids);
    }

    [Theory]
    [InlineData("GET /v1/../mcp HTTP/1.1", "400")]
    [InlineData("GET /v1/%2e%2E/sse HTTP/1.1", "400")]
    [InlineData("GET /v1/x/./y HTTP/1.1", "400")]
    [InlineData("GET http://evil.example.com/v1/health HTTP/1.1", "400")]
    [InlineData("GET http://localhost/v1/health HTTP/1.1", "200")]
    [InlineData("GET ftp://localhost/v1/health HTTP/1.1", "400")]
    [InlineData("CONNECT evil.example.com:443 HTTP/1.1", "400")]
    [InlineData("OPTIONS * HTTP/1.1", "405")]
    [InlineData("GET @evil.example.com/ HTTP/1.1", "400")]
    public async Task No_request_line_leads_elsewhere(string line, string status)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_site.Client.BaseAddress!.Host, _site.Client.BaseAddress.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{line}\r\nHost: localhost\r\nConnection: close\r\n\r\n"));

        using var reader = new StreamReader(client.GetStream());
        Assert.StartsWith($"HTTP/1.1 {status} ", await reader.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("memory.example.com", 200)]
    [InlineData("localhost:8000", 200)]
    [InlineData("evil.example.com", 403)]
    public async Task The_host_must_be_known_to_gateway_and_service_alike(string host, int status)
    {
        await using var site = await GatewaySite.StartAsync(("MCP_ALLOWED_HOSTS", "memory.example.com"));

        Assert.Equal(status, (await site.AskAsync("POST", "/mcp", Ping, null, ("Host", host), ("Accept", "application/json, text/event-stream"))).Status);
        Assert.Equal(status, (await site.AskAsync("GET", "/v1/working-memory/", null, null, ("Host", host))).Status);
    }

    [Fact]
    public async Task A_page_of_elsewhere_is_refused_by_the_service_behind()
    {
        Assert.Equal(403, (await _site.AskAsync("POST", "/mcp", Ping, null, ("Origin", "https://evil.example.com"))).Status);
    }
}
