using System.Net;
using AgentMemory.Mcp.Tests.Transports.Support;
using AgentMemory.Mcp.Transports.Http;
using AgentMemory.Mcp.Transports.Sse;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Mcp.Tests.Transports;

[Trait("Spec", "7.1")]
public sealed class SseTests
{
    [Theory]
    [InlineData("/sse", "/messages/?session_id=")]
    [InlineData("/work/sse?user_id=ann", "/work/messages/?session_id=")]
    [InlineData("/a%2Fb/sse", "/a%2Fb/messages/?session_id=")]
    public async Task The_first_event_says_where_to_post(string path, string endpoint)
    {
        await using var site = await McpSite.StartAsync();
        await using var client = await SseClient.OpenAsync(site, path);

        Assert.StartsWith(endpoint, client.Endpoint, StringComparison.Ordinal);

        var hello = await client.AskAsync(Posting.Initialize("2024-11-05"));
        Assert.Equal("2024-11-05", hello.GetProperty("result").GetProperty("protocolVersion").GetString());
        await client.PostAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        var tools = await client.AskAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/list"}""");
        Assert.Equal(10, tools.GetProperty("result").GetProperty("tools").GetArrayLength());
    }

    [Fact, Trait("Trap", "T17")]
    public async Task The_url_of_the_connection_says_where_calls_go()
    {
        await using var site = await McpSite.StartAsync();
        await using var client = await SseClient.OpenAsync(site, "/a%2Fb/sse?user_id=ann");
        await client.AskAsync(Posting.Initialize("2024-11-05"));

        await client.AskAsync(Posting.ToolCall(2, "create_long_term_memories", """{"memories":[{"id":"m","text":"tea"}]}"""));
        var found = await client.AskAsync(Posting.ToolCall(3, "get_long_term_memory", """{"memory_id":"m"}"""));

        var memory = found.GetProperty("result").GetProperty("structuredContent");
        Assert.Equal(("a/b", "ann"), (memory.GetProperty("namespace").GetString(), memory.GetProperty("user_id").GetString()));
    }

    [Fact]
    public async Task A_path_with_or_without_its_last_slash_is_the_same()
    {
        await using var site = await McpSite.StartAsync();
        await using var client = await SseClient.OpenAsync(site, "/work/sse");

        var posted = await site.PostAsync(
            client.Endpoint.Replace("messages/?", "messages?", StringComparison.Ordinal), Posting.Initialize("2024-11-05"));

        Assert.Equal(HttpStatusCode.Accepted, posted.Status);
        Assert.NotNull(await client.NextEventAsync());
    }

    [Fact]
    public async Task Messages_for_no_connection_are_refused()
    {
        await using var site = await McpSite.StartAsync();
        await using var client = await SseClient.OpenAsync(site, "/work/sse");

        foreach (var (path, status) in new[]
        {
            ("/messages/", HttpStatusCode.BadRequest),
            ("/messages/?session_id=unknown", HttpStatusCode.NotFound),
            (client.Endpoint.Replace("/work/", "/home/", StringComparison.Ordinal), HttpStatusCode.NotFound),
            (client.Endpoint.Replace("/work/", "/", StringComparison.Ordinal), HttpStatusCode.NotFound),
        })
        {
            Assert.Equal(status, (await site.PostAsync(path, Posting.Initialize("2024-11-05"))).Status);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("{")).Status);
        Assert.Equal(1, (await client.AskAsync(Posting.Initialize("2024-11-05"))).GetProperty("id").GetInt32());
    }

    [Fact, Trait("Trap", "T19")]
    public async Task Only_the_token_that_opened_a_connection_may_post_to_it()
    {
        await using var site = await McpSite.StartAsync(("AUTH_MODE", "token"));
        var (ours, theirs) = ((await site.AddTokenAsync("work")).Secret, (await site.AddTokenAsync()).Secret);
        await using var client = await SseClient.OpenAsync(site, "/sse", Bearer(ours));

        var without = await site.PostAsync(client.Endpoint, Posting.Initialize("2024-11-05"));
        var with = await site.PostAsync(client.Endpoint, Posting.Initialize("2024-11-05"), Bearer(theirs));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (without.Status, with.Status));
        Assert.Equal("Bearer", without.Headers.WwwAuthenticate.ToString());
        Assert.Equal(1, (await client.AskAsync(Posting.Initialize("2024-11-05"))).GetProperty("id").GetInt32());
    }

    [Fact, Trait("Trap", "T19")]
    public async Task A_connection_ends_when_its_token_does()
    {
        await using var site = await McpSite.StartAsync(KeepAliveAtOnce, ("AUTH_MODE", "token"));
        var token = await site.AddTokenAsync();
        await using var client = await SseClient.OpenAsync(site, "/sse", Bearer(token.Secret));
        await client.AskAsync(Posting.Initialize("2024-11-05"));

        await site.Services.GetRequiredService<TokenService>().RemoveAsync(token.PublicId, CancellationToken.None);

        Assert.Null(await client.NextEventAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsync(Posting.Initialize("2024-11-05"))).Status);
    }

    [Fact]
    public async Task A_silent_connection_shows_that_it_is_alive()
    {
        await using var site = await McpSite.StartAsync(KeepAliveAtOnce);
        using var response = await SseClient.GetAsync(site, "/sse");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        string? line;
        do
        {
            line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        }
        while (line?.StartsWith(": ", StringComparison.Ordinal) == false);
        Assert.NotNull(line);
    }

    [Fact]
    public async Task Connections_are_so_many_and_no_more()
    {
        await using var site = await McpSite.StartAsync(services =>
            services.AddSingleton(new McpHttpOptions { MaximumSseConnections = 2 }));
        var first = await SseClient.OpenAsync(site, "/sse");
        await using var second = await SseClient.OpenAsync(site, "/sse");

        using (var refused = await SseClient.GetAsync(site, "/sse"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        await first.DisposeAsync();
        await McpSite.UntilAsync(() => site.Services.GetRequiredService<SseConnections>().Count == 1);
        await using var third = await SseClient.OpenAsync(site, "/sse");
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_connections()
    {
        await using var site = await McpSite.StartAsync();
        await using var client = await SseClient.OpenAsync(site, "/sse");

        await site.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Null(await client.NextEventAsync());
    }

    private static void KeepAliveAtOnce(IServiceCollection services) =>
        services.AddSingleton(new McpHttpOptions { KeepAlive = TimeSpan.FromMilliseconds(20) });

    private static (string, string) Bearer(string token) => ("Authorization", $"Bearer {token}");
}
