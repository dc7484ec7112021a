using AgentMemory.Gateway.Tests.Support;
using AgentMemory.ServiceDefaults.Tests.Jwt;

namespace AgentMemory.Gateway.Tests;

public sealed class CredentialTests
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";
    private const string Sessions = "/v1/working-memory/";

    private static readonly (string, string) Token = ("AUTH_MODE", "token");

    [Theory]
    [Trait("Spec", "13.2")]
    [InlineData("GET", Sessions)]
    [InlineData("GET", "/v1/ready")]
    [InlineData("GET", "/sessions/")]
    [InlineData("POST", "/mcp")]
    [InlineData("GET", "/work/sse")]
    [InlineData("POST", "/messages/?session_id=1")]
    [InlineData("GET", "/nowhere")]
    public async Task Strangers_are_refused_at_the_edge(string method, string path)
    {
        // What is behind would let everybody in.
        await using var site = await GatewaySite.StartAsync(1, 1, [Token], []);
        using var refused = await site.SendAsync(method, path);

        Assert.Equal(401, (int)refused.StatusCode);
        Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.ToString());
        Assert.Equal("""{"detail":"Missing authorization header"}""", await refused.Content.ReadAsStringAsync());
        Assert.Equal((401, """{"detail":"Invalid token"}"""), await site.AskAsync(method, path, null, "wrong"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/console")]
    [InlineData("/console/main.js")]
    [InlineData("/docs")]
    [InlineData("/openapi.json")]
    [InlineData("/v1/health")]
    [InlineData("/health")]
    public async Task What_is_for_everybody_is(string path)
    {
        await using var site = await GatewaySite.StartAsync(Token);

        Assert.Equal(200, (await site.AskAsync("GET", path)).Status);
    }

    [Fact]
    public async Task Services_ask_again_for_the_callers_own_credentials()
    {
        // The gateway lets everybody in.
        await using var open = await GatewaySite.StartAsync(1, 1, [("DISABLE_AUTH", "true")], [Token]);
        Assert.Equal((401, """{"detail":"Missing authorization header"}"""), await open.AskAsync("GET", Sessions));
        Assert.Equal(401, (await open.AskAsync("GET", Sessions, null, null, ("X-Forwarded-User", "admin"))).Status);
        Assert.Equal(401, (await open.AskAsync("POST", "/mcp", Ping, "wrong")).Status);

        await using var site = await GatewaySite.StartAsync(Token);
        var (all, work) = (await site.AddTokenAsync(), await site.AddTokenAsync("work"));
        Assert.Equal(200, (await site.AskAsync("GET", Sessions + "?namespace=home", null, all)).Status);
        Assert.Equal(200, (await site.AskAsync("GET", Sessions + "?namespace=work", null, work)).Status);
        Assert.Equal(403, (await site.AskAsync("GET", Sessions + "?namespace=home", null, work)).Status);
        Assert.Equal(200, (await site.AskAsync("GET", Sessions, null, null, ("X-API-Key", all))).Status);
        Assert.Equal(200, (await site.AskAsync("POST", "/mcp", Ping, all, ("Accept", "application/json, text/event-stream"))).Status);
    }

    [Fact]
    [Trait("Spec", "13.4")]
    public async Task JWTs_are_checked_at_the_edge_and_behind_it()
    {
        await using var issuer = await Issuer.StartAsync();
        var key = issuer.AddFirstKey();
        (string, string)[] settings =
            [("AUTH_MODE", "oauth2"), ("OAUTH2_ISSUER_URL", issuer.Url), ("OAUTH2_ALGORITHMS", "RS256,ES256"), ("OAUTH2_NAMESPACES_CLAIM", "ns")];
        await using var site = await GatewaySite.StartAsync(settings);
        var token = issuer.Sign(key, "RS256", ("ns", "work"));

        Assert.Equal(200, (await site.AskAsync("GET", Sessions + "?namespace=work", null, token)).Status);
        Assert.Equal(403, (await site.AskAsync("GET", Sessions + "?namespace=home", null, token)).Status);
        Assert.Equal(200, (await site.AskAsync("POST", "/mcp", Ping, token, ("Accept", "application/json, text/event-stream"))).Status);
        Assert.Equal(2, (await Task.WhenAll(
            site.AskAsync("GET", Sessions, null, issuer.Sign(key, "RS256", ("ns", "work"), ("exp", 1))),
            site.AskAsync("GET", Sessions, null, issuer.Sign(key)))).Count(answer => answer.Status == 401));

        using var refused = await site.SendAsync("POST", "/wo%2Frk/mcp", Ping);
        var metadata = $"/.well-known/oauth-protected-resource/wo%2Frk/mcp";
        Assert.Equal(
            $"Bearer resource_metadata=\"{site.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)}{metadata}\"",
            refused.Headers.WwwAuthenticate.ToString());
        var (status, told) = await site.AskAsync("GET", metadata);
        Assert.Equal(200, status);
        Assert.Contains($"\"resource\":\"{site.Client.BaseAddress.GetLeftPart(UriPartial.Authority)}/wo%2Frk/mcp\"", told, StringComparison.Ordinal);
        Assert.Contains($"\"authorization_servers\":[\"{issuer.Url}\"]", told, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "13.4")]
    public async Task Pages_ask_without_credentials_whether_they_may_send_them()
    {
        await using var site = await GatewaySite.StartAsync(Token, ("MCP_ALLOWED_ORIGINS", "https://app.example.com"));
        using var asked = await site.SendAsync(
            "OPTIONS", "/work/mcp", null, null, ("Origin", "https://app.example.com"), ("Access-Control-Request-Method", "POST"));

        Assert.Equal("https://app.example.com", Assert.Single(asked.Headers.GetValues("Access-Control-Allow-Origin")));
    }
}
