using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Tests.Support;
using AgentMemory.Tenancy;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Tests.Resources;

public sealed class ResourceTests(McpHost host) : IClassFixture<McpHost>
{
    [Fact]
    public async Task Sessions_and_memories_are_resources()
    {
        await using var connection = await host.ConnectAsync();

        var templates = await connection.Client.ListResourceTemplatesAsync();

        Assert.Equal(
            ["memory://sessions/{session_id}", "memory://memories/{memory_id}"], templates.Select(template => template.UriTemplate));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a/b ?#%é", "a%2Fb%20%3F%23%25%C3%A9")]
    public async Task Ids_are_percent_encoded(string id, string encoded)
    {
        await using var connection = await host.ConnectAsync();
        await connection.CallAsync("set_working_memory", $$"""{"session_id": "{{id}}", "context": "Of {{id}}"}""");
        await connection.CallAsync("create_long_term_memories", $$"""{"memories": [{"id": "{{id}}", "text": "About {{id}}"}]}""");

        Assert.Equal($"Of {id}", (await connection.ReadResourceAsync($"memory://sessions/{encoded}")).GetProperty("context").GetString());
        Assert.Equal($"About {id}", (await connection.ReadResourceAsync($"memory://memories/{encoded}")).GetProperty("text").GetString());
    }

    [Fact]
    public async Task Listed_sessions_are_the_newest_and_each_can_be_read()
    {
        await using var connection = await host.ConnectAsync(AccessScope.Bound(["listed"], null));
        foreach (var user in new[] { "ann", "bob & co" })
        {
            foreach (var session in new[] { "first", "second" })
                await connection.CallAsync("set_working_memory", $$"""{"session_id": "{{session}}", "user_id": "{{user}}", "context": "{{user}}"}""");
        }

        var listed = await connection.Client.ListResourcesAsync();

        Assert.Equal(
            [
                "memory://sessions/second?namespace=listed&user_id=bob%20%26%20co",
                "memory://sessions/first?namespace=listed&user_id=bob%20%26%20co",
                "memory://sessions/second?namespace=listed&user_id=ann", "memory://sessions/first?namespace=listed&user_id=ann",
            ],
            listed.Select(resource => resource.Uri));
        Assert.Equal("bob & co", (await connection.ReadResourceAsync(listed[1].Uri)).GetProperty("context").GetString());
    }

    [Fact]
    public async Task Pages_are_bounded_and_hold_every_session_once()
    {
        await using var connection = await host.ConnectAsync(defaults: new CallDefaults("many", null));
        for (var number = 0; number < 60; number++)
            await connection.CallAsync("set_working_memory", $$"""{"session_id": "n-{{number}}"}""");

        var first = await connection.Client.ListResourcesAsync(new ListResourcesRequestParams());
        var second = await connection.Client.ListResourcesAsync(new ListResourcesRequestParams { Cursor = first.NextCursor });

        Assert.Equal((50, 10), (first.Resources.Count, second.Resources.Count));
        Assert.Null(second.NextCursor);
        Assert.Equal(60, first.Resources.Concat(second.Resources).Select(resource => resource.Uri).Distinct().Count());
    }

    [Theory]
    [InlineData("memory://sessions/nowhere", "Session nowhere not found")]
    [InlineData("memory://memories/nowhere", "Memory with ID nowhere not found")]
    [InlineData("memory://sessions/", "Unknown resource 'memory://sessions/'")]
    [InlineData("memory://views/1", "Unknown resource 'memory://views/1'")]
    [InlineData("file:///etc/passwd", "Unknown resource 'file:///etc/passwd'")]
    public async Task What_is_not_there_is_so_in_the_words_of_each_revision(string uri, string message)
    {
        await using var today = await host.ConnectAsync(protocol: "2026-07-28");
        await using var earlier = await host.ConnectAsync(protocol: "2025-11-25");

        var now = await Assert.ThrowsAsync<McpProtocolException>(() => today.ReadResourceAsync(uri));
        var before = await Assert.ThrowsAsync<McpProtocolException>(() => earlier.ReadResourceAsync(uri));

        Assert.Contains(message, now.Message, StringComparison.Ordinal);
        Assert.Equal((McpErrorCode.InvalidParams, McpErrorCode.ResourceNotFound), (now.ErrorCode, before.ErrorCode));
    }

    [Fact]
    public async Task A_bound_token_reads_and_lists_its_own()
    {
        await using var admin = await host.ConnectAsync();
        await admin.CallAsync("set_working_memory", """{"session_id": "hidden", "namespace": "theirs", "user_id": "eve"}""");
        await using var bound = await host.ConnectAsync(AccessScope.Bound(null, ["nobody"]));

        Assert.Empty(await bound.Client.ListResourcesAsync());
        var missing = await Assert.ThrowsAsync<McpProtocolException>(() => bound.ReadResourceAsync("memory://sessions/hidden"));
        var refused = await Assert.ThrowsAsync<McpProtocolException>(() => bound.ReadResourceAsync("memory://sessions/hidden?user_id=eve"));

        Assert.EndsWith("Session hidden not found", missing.Message, StringComparison.Ordinal);
        Assert.EndsWith("403: This token may not use user_id \"eve\": it is bound to \"nobody\"", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("next")]
    [InlineData("9999999")]
    public async Task A_cursor_that_no_page_gave_is_refused(string cursor)
    {
        await using var connection = await host.ConnectAsync();

        var failure = await Assert.ThrowsAsync<McpProtocolException>(
            async () => await connection.Client.ListResourcesAsync(new ListResourcesRequestParams { Cursor = cursor }));

        Assert.Equal(McpErrorCode.InvalidParams, failure.ErrorCode);
        Assert.Contains("cursor must be the nextCursor of an earlier page", failure.Message, StringComparison.Ordinal);
    }
}
