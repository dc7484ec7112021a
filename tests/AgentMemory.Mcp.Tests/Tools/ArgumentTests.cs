using System.Text.Json;
using AgentMemory.Mcp.Tests.Support;
using ModelContextProtocol;

namespace AgentMemory.Mcp.Tests.Tools;

/// <summary>What arguments may look like (spec 7.3).</summary>
public sealed class ArgumentTests(McpHost host) : IClassFixture<McpHost>
{
    /// <summary>Some clients send every object and list as JSON in a string.</summary>
    [Fact]
    public async Task Arguments_that_are_no_strings_may_come_as_JSON_in_one()
    {
        await using var connection = await host.ConnectAsync();
        await connection.CallAsync(
            "create_long_term_memories",
            """{"memories": "[{\"id\": \"j-1\", \"text\": \"User owns a kayak\", \"user_id\": \"jo\", \"topics\": [\"boats\"]}]"}""");

        var found = (await connection.CallAsync("search_long_term_memory", """
            {"text": "kayak", "user_id": "{\"eq\": \"jo\"}", "topics": " {\"any\": [\"boats\"]} ", "limit": "5", "namespace": "null",
             "recency_boost": "false", "distance_threshold": "1.5"}
            """)).Structured;
        var deleted = (await connection.CallAsync("delete_long_term_memories", """{"memory_ids": "[\"j-1\", \"j-2\"]"}""")).Structured;

        Assert.Equal("j-1", found.GetProperty("memories")[0].GetProperty("id").GetString());
        Assert.Equal("ok, deleted 1 memories", deleted.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Arguments_that_are_strings_stay_what_they_are()
    {
        await using var connection = await host.ConnectAsync();

        var session = (await connection.CallAsync("set_working_memory", """{"session_id": "{}", "context": "[1]"}""")).Structured;

        Assert.Equal(("{}", "[1]"), (session.GetProperty("session_id").GetString(), session.GetProperty("context").GetString()));
    }

    [Fact]
    public async Task A_null_argument_is_an_absent_one_and_an_unknown_one_is_ignored()
    {
        await using var connection = await host.ConnectAsync();

        var session = (await connection.CallAsync("set_working_memory", """
            {"session_id": "nulls", "messages": null, "memories": null, "data": null, "namespace": null, "ttl_seconds": null,
             "long_term_memory_strategy": null, "tokens": 7, "created_at": "2020-01-01", "surprise": {}}
            """)).Structured;

        Assert.Equal(3600, session.GetProperty("ttl_seconds").GetInt32());
        Assert.Equal(0, session.GetProperty("tokens").GetInt32());
        Assert.DoesNotContain("2020", session.GetProperty("created_at").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"text": "", "user_id": "{\"eq\": \"\\ude00\"}"}""", "user_id: the escape of half a character (a lone surrogate) is no text")]
    [InlineData("""{"text": "a\u0000b"}""", "text: text must not contain the character U+0000")]
    [InlineData("""{"text": "", "user_id": {"eq": "a\u0000b"}}""", "user_id.eq: text must not contain the character U+0000")]
    public async Task What_is_no_text_is_refused(string arguments, string problem)
    {
        await using var connection = await host.ConnectAsync();

        var answer = await connection.CallAsync("search_long_term_memory", arguments);

        Assert.StartsWith(problem, answer.Failure("search_long_term_memory"), StringComparison.Ordinal);
    }

    /// <summary>No client library can be made to send it; a client of another language can.</summary>
    [Fact]
    public async Task Half_a_character_is_refused()
    {
        await using var raw = host.OpenRaw();

        var answer = await raw.SendAsync("tools/call", """{"name": "search_long_term_memory", "arguments": {"text": "\ud83d"}}""");

        var error = JsonElement.Parse(answer).GetProperty("error");
        Assert.Equal((int)McpErrorCode.InvalidParams, error.GetProperty("code").GetInt32());
        Assert.Equal(
            "params: the escape of half a character (a lone surrogate) is no text", error.GetProperty("message").GetString());
    }

    /// <summary>What can be written can be read: the limits of both directions are one.</summary>
    [Fact]
    public async Task Data_is_as_deep_as_messages_can_be()
    {
        await using var connection = await host.ConnectAsync();
        const int Deepest = 61;

        var written = await connection.CallAsync("set_working_memory", $$"""{"session_id": "deep", "data": {{Nested(Deepest)}}}""");
        var refused = await connection.CallAsync(
            "set_working_memory", $$"""{"session_id": "deeper", "data": {{JsonSerializer.Serialize(Nested(Deepest + 1))}}}""");

        Assert.Equal(Nested(Deepest), written.Structured.GetProperty("data").GetRawText());
        Assert.Equal("the arguments are nested more than 62 deep", refused.Failure("set_working_memory"));
        Assert.Null(await host.FindSessionAsync("deeper"));

        static string Nested(int depth) =>
            string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
    }

    [Fact]
    public async Task Emoji_are_text()
    {
        await using var connection = await host.ConnectAsync();

        var session = (await connection.CallAsync("set_working_memory", """{"session_id": "😀", "context": "\ud83d\ude00"}""")).Structured;

        Assert.Equal(("😀", "😀"), (session.GetProperty("session_id").GetString(), session.GetProperty("context").GetString()));
    }

    [Theory]
    [InlineData("get_long_term_memory", "{}", "memory_id: Field required")]
    [InlineData("get_long_term_memory", """{"memory_id": ""}""", "memory_id: must not be empty (got \"\")")]
    [InlineData("get_long_term_memory", """{"memory_id": 1}""", "memory_id: Input should be a valid string (got 1)")]
    [InlineData("set_working_memory", """{"session_id": ""}""", "session_id: must not be empty (got \"\")")]
    [InlineData("delete_long_term_memories", "{}", "memory_ids: Field required")]
    [InlineData("delete_long_term_memories", """{"memory_ids": "m-1"}""", "memory_ids: Input should be a valid list (got \"m-1\")")]
    [InlineData("create_long_term_memories", "{}", "memories: Field required")]
    [InlineData("create_long_term_memories", """{"memories": [{}]}""", "memories[0].text: Field required")]
    [InlineData("memory_prompt", "{}", "query: Field required")]
    public async Task What_a_call_needs_is_asked_for_by_name(string tool, string arguments, string problem)
    {
        await using var connection = await host.ConnectAsync();

        Assert.Equal(problem, (await connection.CallAsync(tool, arguments)).Failure(tool));
    }

    [Theory]
    [InlineData("get_working_memory", """{"session_id": "%"}""", "session_id")]
    [InlineData("memory_prompt", """{"query": "x", "session_id": {"eq": "%"}}""", "session_id")]
    [InlineData("delete_long_term_memories", """{"memory_ids": ["%"]}""", "memory_ids[0]")]
    [InlineData("create_long_term_memories", """{"memories": [{"id": "%", "text": "x"}]}""", "memories[0].id")]
    public async Task Long_ids_are_refused(string tool, string arguments, string place)
    {
        await using var connection = await host.ConnectAsync();

        var answer = await connection.CallAsync(tool, arguments.Replace("%", new string('x', 513), StringComparison.Ordinal));

        Assert.StartsWith(
            $"{place}: String should have at most 512 characters (got \"xxx", answer.Failure(tool), StringComparison.Ordinal);
        Assert.InRange(answer.Text.Length, 0, 300);
    }
}
