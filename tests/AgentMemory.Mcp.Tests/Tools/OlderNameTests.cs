using System.Text.Json;
using AgentMemory.Mcp.Tests.Support;

namespace AgentMemory.Mcp.Tests.Tools;

/// <summary>Names and arguments of early documents and clients (docs/api.md).</summary>
public sealed class OlderNameTests(McpHost host) : IClassFixture<McpHost>
{
    [Theory]
    [InlineData("""{"query": "kites", "user_id": "ann", "topics": ["flying"], "max_results": 3, "min_relevance": 0.1}""")]
    [InlineData("""{"text": "kites", "user_id": {"eq": "ann"}, "topics": {"any": ["flying"]}, "limit": 3}""")]
    [InlineData("""{"query": "kites", "user_id": "{\"eq\": \"ann\"}", "session_id": "", "namespace": null, "memory_type": "semantic"}""")]
    public async Task What_was_stored_by_an_older_name_is_found_by_one(string search)
    {
        await using var connection = await host.ConnectAsync();
        var stored = await connection.CallAsync(
            "store_memory", """{"content": "User builds kites", "user_id": "ann", "topics": ["flying"]}""");

        var found = (await connection.CallAsync("search_memory", search)).Structured;

        Assert.Equal("ok", stored.Structured.GetProperty("status").GetString());
        Assert.Equal("User builds kites", Assert.Single(found.GetProperty("memories").EnumerateArray().ToArray()).GetProperty("text").GetString());
    }

    [Fact]
    public async Task Several_memories_may_be_stored_at_once()
    {
        await using var connection = await host.ConnectAsync();

        await connection.CallAsync("store_memory", """{"memories": [{"id": "older-1", "text": "One"}, {"id": "older-2", "text": "Two"}]}""");

        Assert.NotNull(await host.FindMemoryAsync("older-2"));
    }

    [Fact]
    public async Task A_session_is_read_by_its_older_name()
    {
        await using var connection = await host.ConnectAsync();

        var session = (await connection.CallAsync("get_session", """{"session_id": "older"}""")).Structured;

        Assert.Equal(JsonValueKind.Array, session.GetProperty("messages").ValueKind);
    }

    [Fact]
    public async Task Failures_name_the_tool_as_it_was_called()
    {
        await using var connection = await host.ConnectAsync();

        Assert.Equal("limit: Input should be less than or equal to 100 (got 101)",
            (await connection.CallAsync("search_memory", """{"query": "x", "max_results": 101}""")).Failure("search_memory"));
        Assert.Equal("memories[0].text: Field required", (await connection.CallAsync("store_memory")).Failure("store_memory"));
    }
}
