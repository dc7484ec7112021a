using System.Net;
using AgentMemory.Mcp.Tests.Transports.Support;

namespace AgentMemory.Mcp.Tests.Transports;

public sealed class BrowserTests : IAsyncLifetime
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";

    private McpSite _site = null!;

    public async Task InitializeAsync() => _site = await McpSite.StartAsync(
        ("MCP_ALLOWED_HOSTS", "memory.example.com, [fd00::1]"), ("MCP_ALLOWED_ORIGINS", "https://app.example.com"));

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Theory]
    [InlineData("Host", "localhost:9000", HttpStatusCode.OK)]
    [InlineData("Host", "127.0.0.1", HttpStatusCode.OK)]
    [InlineData("Host", "[::1]:9000", HttpStatusCode.OK)]
    [InlineData("Host", "memory.example.com", HttpStatusCode.OK)]
    [InlineData("Host", "[fd00::1]:80", HttpStatusCode.OK)]
    [InlineData("Host", "evil.example.com", HttpStatusCode.Forbidden)]
    [InlineData("Host", "localhost.evil.example.com", HttpStatusCode.Forbidden)]
    [InlineData("Host", "192.168.1.10:9000", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://localhost:3000", HttpStatusCode.OK)]
    [InlineData("Origin", "http://127.0.0.1", HttpStatusCode.OK)]
    [InlineData("Origin", "https://memory.example.com", HttpStatusCode.OK)]
    [InlineData("Origin", "https://app.example.com", HttpStatusCode.OK)]
    [InlineData("Origin", "http://app.example.com", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "https://app.example.com:8443", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "https://evil.example.com", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    public async Task A_page_may_call_when_it_is_of_this_server_or_allowed(string header, string value, HttpStatusCode status)
    {
        Assert.Equal(status, (await _site.PostAsync("/mcp", Ping, (header, value))).Status);
        using var sse = await SseClient.GetAsync(_site, "/work/sse", (header, value));
        Assert.Equal(status, sse.StatusCode);
    }

    [Theory]
    [InlineData("https://app.example.com", true)]
    [InlineData("http://localhost:3000", false)]
    [InlineData("https://evil.example.com", false)]
    public async Task Only_pages_of_an_allowed_origin_may_read_answers(string origin, bool isAllowed)
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, _site.At("/work/mcp"));
        preflight.Headers.Add("Origin", origin);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        using var asked = await _site.SendAsync(preflight);
        Assert.Equal(isAllowed, asked.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) && allowed.Single() == origin);
        Assert.Equal(isAllowed, asked.Headers.TryGetValues("Access-Control-Allow-Headers", out var headers) && headers.Single().Contains("Authorization", StringComparison.Ordinal));

        var posted = await _site.PostAsync("/mcp", Ping, ("Origin", origin));
        Assert.Equal(isAllowed, posted.Headers.Contains("Access-Control-Allow-Origin"));
    }
}
