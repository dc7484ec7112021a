using AgentMemory.LongTermMemory;
using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Tests.Support;
using AgentMemory.Tenancy;

namespace AgentMemory.Mcp.Tests.Tools;

public sealed class CreateToolTests(McpHost host) : IClassFixture<McpHost>
{
    private const string Tool = "create_long_term_memories";

    [Fact]
    public async Task What_is_created_is_stored_when_answered()
    {
        await using var connection = await host.ConnectAsync();

        var answer = await connection.CallAsync(Tool, """{"memories": [{"id": "c-1", "text": "User likes tea", "topics": ["drinks"]}]}""");

        Assert.Equal("{\n  \"status\": \"ok\"\n}", answer.Text);
        Assert.Equal("ok", answer.Structured.GetProperty("status").GetString());
        var record = Assert.IsType<MemoryRecord>(await host.FindMemoryAsync("c-1"));
        Assert.Equal(("User likes tea", MemoryType.Semantic, true), (record.Text, record.MemoryType, record.DiscreteMemoryExtracted));
    }

    [Theory]
    [InlineData("""{"text": "Made without an id %"}""")]
    [InlineData("""{"id": null, "text": "Made with a null id %"}""")]
    [InlineData("""{"id": "", "text": "Made with an empty id %"}""")]
    public async Task An_id_is_made_where_there_is_none(string record)
    {
        await using var connection = await host.ConnectAsync();
        record = record.Replace("%", Ulid.New(), StringComparison.Ordinal);

        Assert.Equal("ok", (await connection.CallAsync(Tool, $$"""{"memories": [{{record}}]}""")).Structured.GetProperty("status").GetString());

        var text = System.Text.Json.JsonElement.Parse(record).GetProperty("text").GetString();
        var found = (await connection.CallAsync("search_long_term_memory", $$"""{"text": "{{text}}"}""")).Structured;
        Assert.Matches("^[0-7][0-9A-HJKMNP-TV-Z]{25}$", found.GetProperty("memories")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Whitespace_is_text_and_emptiness_is_not()
    {
        await using var connection = await host.ConnectAsync();

        Assert.False((await connection.CallAsync(Tool, """{"memories": [{"id": "blank", "text": " "}]}""")).IsError);

        var refused = await connection.CallAsync(Tool, """{"memories": [{"text": "fine"}, {"text": ""}]}""");
        Assert.Equal("Memory at index 1 has empty text", refused.Failure(Tool));
    }

    /// <summary>T18.</summary>
    [Fact]
    public async Task Records_that_do_not_say_go_where_the_connection_says()
    {
        await using var connection = await host.ConnectAsync(defaults: new CallDefaults("work", "ann"));

        await connection.CallAsync(
            Tool, """{"memories": [{"id": "d-1", "text": "One"}, {"id": "d-2", "text": "Two", "namespace": "home", "user_id": "bob"}]}""");

        Assert.NotNull(await host.FindMemoryAsync("d-1", new Owner("work", "ann")));
        Assert.NotNull(await host.FindMemoryAsync("d-2", new Owner("home", "bob")));
    }

    [Fact]
    public async Task A_bound_token_creates_nothing_elsewhere()
    {
        await using var connection = await host.ConnectAsync(AccessScope.Bound(["ours"], null));

        var refused = await connection.CallAsync(Tool, """{"memories": [{"id": "b-1", "text": "One", "namespace": "theirs"}]}""");
        await connection.CallAsync(Tool, """{"memories": [{"id": "b-2", "text": "Two"}]}""");

        Assert.Equal(
            "403: This token may not use namespace \"theirs\": it is bound to \"ours\"", refused.Failure(Tool));
        Assert.NotNull(await host.FindMemoryAsync("b-2", new Owner("ours", null)));
    }

    [Fact]
    public async Task Commas_in_tags_are_refused()
    {
        await using var connection = await host.ConnectAsync();

        var refused = await connection.CallAsync(Tool, """{"memories": [{"text": "One", "topics": ["a,b"]}]}""");

        Assert.Equal(
            "memories[0].topics: topics[0] must not contain a comma: 'a,b'; send the parts as separate elements (got \"a,b\")",
            refused.Failure(Tool));
    }
}
