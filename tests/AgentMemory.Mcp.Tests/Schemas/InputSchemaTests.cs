using System.Text.Json;
using AgentMemory.Mcp.Tests.Support;

namespace AgentMemory.Mcp.Tests.Schemas;

public sealed class InputSchemaTests(McpHost host) : IClassFixture<McpHost>
{
    private const string Filters = "namespace,topics,entities,created_at,last_accessed,user_id,memory_type,event_date";

    private const string Recency =
        "recency_boost,recency_semantic_weight,recency_recency_weight,recency_freshness_weight,recency_novelty_weight,"
        + "recency_half_life_last_access_days,recency_half_life_created_days,server_side_recency";

    private const string Paging = "search_mode,distance_threshold,limit,offset,optimize_query";

    [Theory]
    [InlineData("get_current_datetime", "", "")]
    [InlineData("create_long_term_memories", "memories", "memories")]
    [InlineData("search_long_term_memory", $"text,session_id,extraction_strategy,{Filters},{Recency},{Paging}", "text")]
    [InlineData(
        "memory_prompt", $"query,session_id,model_name,context_window_max,include_long_term_search,{Filters},{Recency},{Paging}", "query")]
    [InlineData(
        "set_working_memory",
        "session_id,memories,messages,context,data,namespace,user_id,ttl_seconds,long_term_memory_strategy", "session_id")]
    [InlineData("get_working_memory", "session_id,user_id,namespace,recent_messages_limit", "session_id")]
    [InlineData("get_long_term_memory", "memory_id", "memory_id")]
    [InlineData(
        "edit_long_term_memory",
        "memory_id,text,topics,entities,memory_type,namespace,user_id,session_id,event_date,pinned", "memory_id")]
    [InlineData("delete_long_term_memories", "memory_ids", "memory_ids")]
    [InlineData("compact_long_term_memories", "namespace,user_id,session_id", "")]
    public async Task Tools_take_the_arguments_of_the_contract(string tool, string arguments, string required)
    {
        var schema = await SchemaOf(tool);

        Assert.Equal(Sorted(arguments), schema.GetProperty("properties").EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            Sorted(required),
            schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : []);
    }

    [Theory]
    [InlineData("search_long_term_memory", "search_mode", "\"semantic\"")]
    [InlineData("search_long_term_memory", "limit", "10")]
    [InlineData("search_long_term_memory", "offset", "0")]
    [InlineData("search_long_term_memory", "optimize_query", "false")]
    [InlineData("memory_prompt", "include_long_term_search", "true")]
    [InlineData("memory_prompt", "limit", "10")]
    [InlineData("memory_prompt", "optimize_query", "false")]
    [InlineData("set_working_memory", "ttl_seconds", "3600")]
    public async Task Defaults_are_said(string tool, string argument, string value)
    {
        var schema = await SchemaOf(tool);

        Assert.Equal(value, schema.GetProperty("properties").GetProperty(argument).GetProperty("default").GetRawText());
    }

    /// <summary>Many hosts hand the schema to their model as it is, and models know neither references nor unions.</summary>
    [Fact]
    public async Task Schemas_are_whole_and_without_unions()
    {
        await using var connection = await host.ConnectAsync();

        foreach (var tool in await connection.Client.ListToolsAsync())
        {
            var schema = tool.JsonSchema.GetRawText();
            Assert.Equal("object", tool.JsonSchema.GetProperty("type").GetString());
            Assert.DoesNotContain("$ref", schema, StringComparison.Ordinal);
            Assert.DoesNotContain("anyOf", schema, StringComparison.Ordinal);
            Assert.DoesNotContain("readOnly", schema, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_the_server_sets_is_not_asked_for()
    {
        var message = (await SchemaOf("set_working_memory")).GetProperty("properties").GetProperty("messages").GetProperty("items");

        Assert.Equal(
            ["content", "created_at", "id", "metadata", "role"],
            message.GetProperty("properties").EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["role", "content"], message.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
    }

    private async Task<JsonElement> SchemaOf(string tool)
    {
        await using var connection = await host.ConnectAsync();
        return (await connection.Client.ListToolsAsync()).Single(listed => listed.Name == tool).JsonSchema;
    }

    private static IEnumerable<string> Sorted(string names) =>
        names.Split(',', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
}
