using System.Text.Json;
using AgentMemory.Mcp.Tests.Support;

namespace AgentMemory.Mcp.Tests.Schemas;

/// <summary>Clients validate every answer by the schema its tool lists, and drop those that do not fit.</summary>
public sealed class OutputSchemaTests(McpHost host) : IClassFixture<McpHost>
{
    private const string FullRecord = """
        {"id": "full", "text": "User visited Paris", "memory_type": "episodic", "event_date": "2024-05-03", "topics": ["travel"],
         "entities": ["Paris"], "pinned": true, "metadata": {"a": [1, null]}, "session_id": "s", "extracted_from": ["m1"],
         "created_at": "2024-05-03T10:00:00.123456Z"}
        """;

    private const string FullSession = """
        {"session_id": "full", "context": "Before", "data": {"a": {"b": [true]}}, "memories": [{"text": "User likes tea"}],
         "messages": [{"role": "user", "content": "Hello", "metadata": {"source": "user", "x": 1}}, {"role": "tool", "content": "42"}],
         "long_term_memory_strategy": {"strategy": "summary", "config": {"max_summary_length": 100}}}
        """;

    [Theory]
    [InlineData("get_current_datetime", "{}")]
    [InlineData("create_long_term_memories", """{"memories": []}""")]
    [InlineData("search_long_term_memory", """{"text": "Paris"}""")]
    [InlineData("search_long_term_memory", """{"text": "", "limit": 1}""")]
    [InlineData("search_long_term_memory", """{"text": "nothing at all is like this", "user_id": {"eq": "nobody"}}""")]
    [InlineData("memory_prompt", """{"query": "Paris?", "session_id": {"eq": "full"}}""")]
    [InlineData("memory_prompt", """{"query": "Paris?", "session_id": {"eq": "none"}, "include_long_term_search": false}""")]
    [InlineData("set_working_memory", FullSession)]
    [InlineData("set_working_memory", """{"session_id": "bare"}""")]
    [InlineData("get_working_memory", """{"session_id": "full"}""")]
    [InlineData("get_working_memory", """{"session_id": "nowhere"}""")]
    [InlineData("get_long_term_memory", """{"memory_id": "full"}""")]
    [InlineData("get_long_term_memory", """{"memory_id": "bare"}""")]
    [InlineData("edit_long_term_memory", """{"memory_id": "bare", "pinned": true}""")]
    [InlineData("delete_long_term_memories", """{"memory_ids": ["nowhere"]}""")]
    [InlineData("compact_long_term_memories", "{}")]
    public async Task Every_answer_is_as_the_tool_says(string tool, string arguments)
    {
        await using var connection = await host.ConnectAsync();
        await connection.CallAsync("create_long_term_memories", $$"""{"memories": [{{FullRecord}}, {"id": "bare", "text": "Bare"}]}""");
        await connection.CallAsync("set_working_memory", FullSession);
        var schema = Assert.NotNull((await connection.Client.ListToolsAsync()).Single(listed => listed.Name == tool).ReturnJsonSchema);

        var answer = await connection.CallAsync(tool, arguments);

        Assert.Empty(SchemaCheck.Problems(schema, answer.Structured));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(answer.Text), answer.Structured));
    }

    [Fact]
    public async Task Schemas_describe_objects_and_hold_all_they_refer_to()
    {
        await using var connection = await host.ConnectAsync();

        foreach (var tool in await connection.Client.ListToolsAsync())
        {
            var schema = Assert.NotNull(tool.ReturnJsonSchema);
            Assert.Equal("object", schema.GetProperty("type").GetString());
            Assert.DoesNotContain("#/components/", schema.GetRawText(), StringComparison.Ordinal);
        }
    }
}
