using System.Net;
using System.Text.Json;
using AgentMemory.Mcp.Tests.Transports.Support;
using AgentMemory.Mcp.Transports.Http;
using AgentMemory.Server;
using AgentMemory.ServiceDefaults.Tests.Jwt;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace AgentMemory.Mcp.Tests.Transports;

[Trait("Spec", "13.4")]
public sealed class OAuth2Tests : IAsyncLifetime
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";

    private Issuer _issuer = null!;
    private SecurityKey _key = null!;

    public async Task InitializeAsync()
    {
        _issuer = await Issuer.StartAsync();
        _key = _issuer.AddFirstKey();
    }

    public async Task DisposeAsync() => await _issuer.DisposeAsync();

    [Theory]
    [InlineData("POST", "/mcp", "/mcp")]
    [InlineData("POST", "/a%2Fb/mcp", "/a%2Fb/mcp")]
    [InlineData("GET", "/sse", "/sse")]
    [InlineData("POST", "/work/messages/?session_id=1", "/work/sse")]
    public async Task A_stranger_is_led_to_the_issuer(string method, string path, string resource)
    {
        await using var site = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), site.At(path));
        using var refused = await site.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        var metadata = $"{site.Address}.well-known/oauth-protected-resource{resource}";
        Assert.Equal($"Bearer resource_metadata=\"{metadata}\"", refused.Headers.WwwAuthenticate.ToString());

        var told = await MetadataAsync(site, metadata);
        Assert.Equal(site.Address.ToString().TrimEnd('/') + resource, told.GetProperty("resource").GetString());
        Assert.Equal(_issuer.Url, Assert.Single(told.GetProperty("authorization_servers").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task The_whole_server_is_a_resource_too_under_its_public_address()
    {
        await using var site = await StartAsync(("MCP_PUBLIC_URL", "https://memory.example.com/"));

        var whole = await MetadataAsync(site, site.At("/.well-known/oauth-protected-resource").ToString());
        var one = await MetadataAsync(site, site.At("/.well-known/oauth-protected-resource/work/mcp").ToString());

        Assert.Equal("https://memory.example.com", whole.GetProperty("resource").GetString());
        Assert.Equal("https://memory.example.com/work/mcp", one.GetProperty("resource").GetString());
    }

    [Fact]
    public async Task Without_an_issuer_there_is_nothing_to_tell()
    {
        await using var site = await McpSite.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, site.At("/.well-known/oauth-protected-resource"));
        using var missing = await site.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task REST_and_MCP_take_the_same_JWT_within_its_binding()
    {
        await using var site = await McpSite.StartAsync(
            ServerParts.Api | ServerParts.Mcp,
            ("AUTH_MODE", "oauth2"), ("OAUTH2_ISSUER_URL", _issuer.Url), ("OAUTH2_NAMESPACES_CLAIM", "ns"));
        var work = ("Authorization", "Bearer " + _issuer.Sign(_key, "RS256", ("ns", "work")));

        Assert.Equal(HttpStatusCode.OK, (await site.PostAsync("/mcp", Ping, work)).Status);
        foreach (var (name, status) in new[] { ("work", HttpStatusCode.OK), ("home", HttpStatusCode.Forbidden) })
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get, new Uri(site.RestAddress, $"/v1/working-memory/?namespace={name}"));
            request.Headers.Add(work.Item1, work.Item2);
            using var answer = await site.SendAsync(request);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_connection_takes_renewed_JWTs_of_its_caller_and_nobody_elses()
    {
        await using var site = await StartAsync();
        await using var sse = await SseClient.OpenAsync(site, "/sse", Bearer());

        Assert.Equal(HttpStatusCode.Accepted, (await site.PostAsync(sse.Endpoint, Ping, Bearer(("jti", "renewed")))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await site.PostAsync(sse.Endpoint, Ping, Bearer(("sub", "bob")))).Status);
    }

    [Fact]
    public async Task A_connection_ends_with_its_JWT()
    {
        var time = new MovableTime();
        await using var site = await McpSite.StartAsync(
            services => services.AddSingleton<TimeProvider>(time)
                .AddSingleton(new McpHttpOptions { KeepAlive = TimeSpan.FromMilliseconds(100) }),
            ("AUTH_MODE", "oauth2"), ("OAUTH2_ISSUER_URL", _issuer.Url));
        await using var sse = await SseClient.OpenAsync(site, "/sse", Bearer());

        time.Advance(TimeSpan.FromHours(1));

        Assert.Null(await sse.NextEventAsync());
    }

    private Task<McpSite> StartAsync(params (string Name, string Value)[] settings) =>
        McpSite.StartAsync([("AUTH_MODE", "oauth2"), ("OAUTH2_ISSUER_URL", _issuer.Url), .. settings]);

    private (string, string) Bearer(params (string Name, object? Value)[] claims) =>
        ("Authorization", "Bearer " + _issuer.Sign(_key, "RS256", claims));

    private static async Task<JsonElement> MetadataAsync(McpSite site, string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        using var answer = await site.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }
}
