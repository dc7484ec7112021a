using System.Text.Json;
using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Tests.Support;
using AgentMemory.Tenancy;

namespace AgentMemory.Mcp.Tests.Tools;

public sealed class MemoryPromptToolTests(MemoryPromptToolTests.Host host) : IClassFixture<MemoryPromptToolTests.Host>
{
    private const string Tool = "memory_prompt";

    [Fact]
    public async Task Summary_messages_memories_and_question_come_in_this_order()
    {
        var messages = await PromptAsync("""{"query": "Where do I live?", "session_id": {"eq": "trip"}}""");

        Assert.Equal(["system", "user", "assistant", "system", "user"], messages.Select(message => message.Role));
        Assert.Contains("summary", messages[0].Text, StringComparison.Ordinal);
        Assert.EndsWith("\nThey planned a trip.", messages[0].Text, StringComparison.Ordinal);
        Assert.Equal("Hello", messages[1].Text);
        Assert.Contains("Long term memories", messages[3].Text, StringComparison.Ordinal);
        Assert.Equal("Where do I live?", messages[4].Text);
    }

    /// <summary>The session chosen for its messages does not narrow the search.</summary>
    [Fact]
    public async Task Memories_of_other_sessions_are_found()
    {
        var messages = await PromptAsync("""{"query": "Where does the user live?", "session_id": {"eq": "trip"}}""");

        Assert.Contains("- User lives in Oslo (ID: oslo)", messages[3].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_is_not_there_adds_nothing()
    {
        var messages = await PromptAsync("""{"query": "Anything?", "session_id": {"eq": "nowhere"}}""");

        Assert.Equal(["system", "user"], messages.Select(message => message.Role));
        Assert.Contains("Long term memories", messages[0].Text, StringComparison.Ordinal);
    }

    /// <summary>A member that REST has and this tool does not.</summary>
    [Fact]
    public async Task A_session_object_is_an_unknown_argument()
    {
        var messages = await PromptAsync("""{"query": "Oslo?", "session": {"session_id": "trip"}}""");

        Assert.Equal(["system", "user"], messages.Select(message => message.Role));
    }

    [Fact]
    public async Task Without_a_search_its_arguments_are_not_looked_at()
    {
        var messages = await PromptAsync("""
            {"query": "Hm?", "session_id": {"eq": "trip"}, "include_long_term_search": false, "limit": 1000, "search_mode": "fuzzy",
             "distance_threshold": "far", "topics": 1, "optimize_query": "maybe"}
            """);

        Assert.Equal(["system", "user", "assistant", "user"], messages.Select(message => message.Role));
    }

    [Theory]
    [InlineData("""{"query": "Hm?", "include_long_term_search": false}""")]
    [InlineData("""{"query": "Hm?", "include_long_term_search": "false", "session_id": {"startswith": "t"}}""")]
    [InlineData("""{"query": "Hm?", "include_long_term_search": false, "session_id": {"eq": ""}}""")]
    public async Task Neither_session_nor_search_is_an_error_that_names_both(string arguments)
    {
        await using var connection = await host.ConnectAsync();

        Assert.Equal(
            "400: Either session_id or include_long_term_search=true must be provided",
            (await connection.CallAsync(Tool, arguments)).Failure(Tool));
    }

    [Fact]
    public async Task A_threshold_needs_semantic_mode()
    {
        await using var connection = await host.ConnectAsync();

        var refused = await connection.CallAsync(Tool, """{"query": "Hm?", "search_mode": "hybrid", "distance_threshold": 0.4}""");

        Assert.Equal("400: distance_threshold is only supported for semantic search mode", refused.Failure(Tool));
    }

    [Fact]
    public async Task Mistakes_of_the_search_are_named_as_arguments()
    {
        await using var connection = await host.ConnectAsync();

        var refused = await connection.CallAsync(Tool, """{"query": "Hm?", "limit": 101}""");

        Assert.Equal("limit: Input should be less than or equal to 100 (got 101)", refused.Failure(Tool));
    }

    [Fact]
    public async Task The_window_drops_the_oldest_messages()
    {
        var messages = await PromptAsync("""
            {"query": "Hm?", "session_id": {"eq": "trip"}, "context_window_max": "1", "include_long_term_search": false}
            """);

        Assert.Equal(["system", "assistant", "user"], messages.Select(message => message.Role));
    }

    /// <summary>The namespace and user of the filters are those of the session, too; else the connection's.</summary>
    [Theory]
    [InlineData(null, null, """{"namespace": {"eq": "work"}, "user_id": {"eq": "ann"}}""", true)]
    [InlineData("work", "ann", "{}", true)]
    [InlineData("home", "ann", """{"namespace": {"eq": "work"}}""", true)]
    [InlineData("home", "ann", "{}", false)]
    [InlineData("work", "bob", "{}", false)]
    public async Task Session_and_search_are_of_one_owner(string? @namespace, string? user, string filters, bool isThere)
    {
        await using var connection = await host.ConnectAsync(defaults: new CallDefaults(@namespace, user));
        var arguments = """{"query": "a desk?", "session_id": {"eq": "owned"}""" + (filters == "{}" ? "}" : "," + filters[1..]);

        var answer = (await connection.CallAsync(Tool, arguments)).Structured;

        Assert.Equal(isThere ? 3 : 2, answer.GetProperty("messages").GetArrayLength());
        Assert.Equal(isThere, answer.GetProperty("long_term_memories").ToString().Contains("\"ann-desk\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bound_token_gets_no_prompt_of_others()
    {
        await using var connection = await host.ConnectAsync(AccessScope.Bound(null, ["bob"]));

        var refused = await connection.CallAsync(Tool, """{"query": "Where?", "user_id": {"eq": "ann"}}""");
        var own = (await connection.CallAsync(Tool, """{"query": "desk", "session_id": {"eq": "owned"}}""")).Structured;

        Assert.Equal("403: This token may not use user_id \"ann\": it is bound to \"bob\"", refused.Failure(Tool));
        Assert.Equal(2, own.GetProperty("messages").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, own.GetProperty("long_term_memories").ValueKind);
    }

    private async Task<(string Role, string Text)[]> PromptAsync(string arguments)
    {
        await using var connection = await host.ConnectAsync();
        var answer = (await connection.CallAsync(Tool, arguments)).Structured;
        return
        [
            .. answer.GetProperty("messages").EnumerateArray().Select(message =>
                (message.GetProperty("role").GetString()!, message.GetProperty("content").GetProperty("text").GetString()!)),
        ];
    }

    public sealed class Host : McpHost
    {
        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await using var connection = await ConnectAsync();
            Assert.False((await connection.CallAsync("set_working_memory", """
                {"session_id": "trip", "context": "They planned a trip.",
                 "messages": [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi there"}]}
                """)).IsError);
            Assert.False((await connection.CallAsync("set_working_memory", """
                {"session_id": "owned", "namespace": "work", "user_id": "ann", "messages": [{"role": "user", "content": "Mine"}]}
                """)).IsError);
            Assert.False((await connection.CallAsync("create_long_term_memories", """
                {"memories": [{"id": "oslo", "text": "User lives in Oslo", "session_id": "elsewhere"},
                  {"id": "ann-desk", "text": "User has a standing desk", "namespace": "work", "user_id": "ann"}]}
                """)).IsError);
        }
    }
}
