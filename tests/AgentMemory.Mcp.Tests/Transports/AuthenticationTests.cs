using System.Net;
using AgentMemory.Errors;
using AgentMemory.Mcp.Tests.Transports.Support;
using AgentMemory.ServiceDefaults.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Mcp.Tests.Transports;

[Trait("Trap", "T19")]
public sealed class AuthenticationTests : IAsyncLifetime
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";

    private McpSite _site = null!;

    public async Task InitializeAsync() => _site = await McpSite.StartAsync(("AUTH_MODE", "token"));

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Theory]
    [InlineData("POST", "/mcp")]
    [InlineData("POST", "/work/mcp")]
    [InlineData("GET", "/sse")]
    [InlineData("GET", "/work/sse")]
    [InlineData("POST", "/messages/?session_id=1")]
    [InlineData("POST", "/work/messages/?session_id=1")]
    public async Task Every_transport_demands_a_token(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), _site.At(path));
        using var refused = await _site.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.ToString());
        Assert.Equal("""{"detail":"Missing authorization header"}""", await refused.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("X-API-Key", "")]
    public async Task A_valid_one_is_let_in(string header, string prefix)
    {
        var token = await _site.AddTokenAsync();

        Assert.Equal(HttpStatusCode.OK, (await _site.PostAsync("/mcp", Ping, (header, prefix + token.Secret))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _site.PostAsync("/mcp", Ping, (header, prefix + new string('x', 43)))).Status);
    }

    [Fact]
    public async Task A_bound_token_reaches_nothing_else_whatever_the_url_says()
    {
        var all = ("Authorization", "Bearer " + (await _site.AddTokenAsync()).Secret);
        var work = ("Authorization", "Bearer " + (await _site.AddTokenAsync("work")).Secret);
        await _site.CallNewestAsync("/home/mcp", "tools/call", """{"name":"create_long_term_memories","arguments":{"memories":[{"id":"secret","text":"The safe is behind the painting"}]}}""", all);

        foreach (var path in new[] { "/home/mcp", "/work/mcp", "/mcp" })
        {
            foreach (var call in new[]
            {
                """{"name":"get_long_term_memory","arguments":{"memory_id":"secret"}}""",
                """{"name":"search_long_term_memory","arguments":{"text":"safe painting"}}""",
                """{"name":"search_long_term_memory","arguments":{"text":"safe painting","namespace":{"eq":"home"}}}""",
            })
            {
                var answer = await _site.CallNewestAsync(path, "tools/call", call, work);
                Assert.DoesNotContain("behind", answer.Text, StringComparison.Ordinal);
            }
        }

        Assert.Contains("behind", (await _site.CallNewestAsync("/home/mcp", "tools/call", """{"name":"get_long_term_memory","arguments":{"memory_id":"secret"}}""", all)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_cannot_say_is_told_apart_from_a_wrong_token()
    {
        await using var site = await McpSite.StartAsync(
            services => services.AddSingleton<ITokenVerifier>(new NoStore()), ("AUTH_MODE", "token"));

        var refused = await site.PostAsync("/mcp", Ping, ("Authorization", "Bearer x"));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, -32000), (refused.Status, refused.ErrorCode));
        Assert.Equal(TimeSpan.FromSeconds(3), refused.Headers.RetryAfter?.Delta);
    }

    private sealed class NoStore : ITokenVerifier
    {
        public ValueTask<TokenVerification> VerifyAsync(string token, CancellationToken cancellationToken) =>
            throw new StoreUnavailableException("The disk is full", TimeSpan.FromSeconds(3));
    }
}
