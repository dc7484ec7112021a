using System.Text.Json;
using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Tests.Support;
using AgentMemory.Tenancy;

namespace AgentMemory.Mcp.Tests.Tools;

public sealed class WorkingMemoryToolTests(McpHost host) : IClassFixture<McpHost>
{
    private const string Set = "set_working_memory";
    private const string Get = "get_working_memory";

    [Fact]
    public async Task What_is_set_is_what_is_read()
    {
        await using var connection = await host.ConnectAsync();
        await connection.CallAsync(Set, """
            {"session_id": "whole", "context": "Before", "data": {"theme": "dark"},
             "messages": [{"id": "m1", "role": "user", "content": "Hello"}],
             "memories": [{"id": "pref_dark_mode", "text": "User prefers dark mode", "topics": ["ui"]}]}
            """);

        var session = (await connection.CallAsync(Get, """{"session_id": "whole"}""")).Structured;

        Assert.Equal("Before", session.GetProperty("context").GetString());
        Assert.Equal("dark", session.GetProperty("data").GetProperty("theme").GetString());
        Assert.Equal("m1", session.GetProperty("messages")[0].GetProperty("id").GetString());
        Assert.Equal("pref_dark_mode", session.GetProperty("memories")[0].GetProperty("id").GetString());
        Assert.Equal("semantic", session.GetProperty("memories")[0].GetProperty("memory_type").GetString());
    }

    [Fact]
    public async Task A_missing_session_is_an_empty_one()
    {
        await using var connection = await host.ConnectAsync();

        var session = (await connection.CallAsync(Get, """{"session_id": "missing", "user_id": "ann"}""")).Structured;

        Assert.Equal(("missing", "ann"), (session.GetProperty("session_id").GetString(), session.GetProperty("user_id").GetString()));
        Assert.Equal((0, 0), (session.GetProperty("messages").GetArrayLength(), session.GetProperty("memories").GetArrayLength()));
        Assert.Null(await host.FindSessionAsync("missing", new Owner(null, "ann")));
    }

    [Theory]
    [InlineData("", 3600)]
    [InlineData(", \"ttl_seconds\": 60", 60)]
    [InlineData(", \"ttl_seconds\": \"90\"", 90)]
    public async Task Sessions_vanish_after_an_hour_unless_the_call_says_otherwise(string argument, int expected)
    {
        await using var connection = await host.ConnectAsync();

        var session = (await connection.CallAsync(Set, $$"""{"session_id": "ttl"{{argument}}}""")).Structured;

        Assert.Equal(expected, session.GetProperty("ttl_seconds").GetInt32());
    }

    [Fact]
    public async Task A_strategy_that_is_not_given_is_discrete_again()
    {
        await using var connection = await host.ConnectAsync();
        var first = await connection.CallAsync(Set, """{"session_id": "strategy", "long_term_memory_strategy": {"strategy": "summary"}}""");

        var second = await connection.CallAsync(Set, """{"session_id": "strategy"}""");

        Assert.Equal("summary", Strategy(first));
        Assert.Equal("discrete", Strategy(second));

        static string? Strategy(ToolAnswer answer) =>
            answer.Structured.GetProperty("long_term_memory_strategy").GetProperty("strategy").GetString();
    }

    /// <summary>T54: the reference overwrites it, even by null.</summary>
    [Fact]
    public async Task Memories_keep_their_user_and_get_the_sessions_where_they_have_none()
    {
        await using var connection = await host.ConnectAsync();
        const string Memories = """[{"id": "own", "text": "One", "user_id": "bob"}, {"id": "none", "text": "Two"}]""";

        var named = (await connection.CallAsync(Set, $$"""{"session_id": "users", "user_id": "ann", "memories": {{Memories}}}""")).Structured;
        var unnamed = (await connection.CallAsync(Set, $$"""{"session_id": "users", "memories": {{Memories}}}""")).Structured;

        Assert.Equal(["bob", "ann"], Users(named));
        Assert.Equal(["bob", null], Users(unnamed));

        static IEnumerable<string?> Users(JsonElement session) =>
            session.GetProperty("memories").EnumerateArray().Select(memory => memory.GetProperty("user_id").GetString());
    }

    [Fact]
    public async Task Ids_are_made_and_what_the_server_sets_is_not_taken()
    {
        await using var connection = await host.ConnectAsync();

        var session = (await connection.CallAsync(Set, """
            {"session_id": "ids", "messages": [{"id": null, "role": "user", "content": "Hello", "persisted_at": "2020-01-01T00:00:00Z"}],
             "memories": [{"text": "One", "persisted_at": "2020-01-01T00:00:00Z"}]}
            """)).Structured;

        foreach (var item in new[] { session.GetProperty("messages")[0], session.GetProperty("memories")[0] })
        {
            Assert.Equal(26, item.GetProperty("id").GetString()!.Length);
            Assert.Equal(JsonValueKind.Null, item.GetProperty("persisted_at").ValueKind);
        }
    }

    [Fact]
    public async Task Structured_memories_become_long_term_memories_of_the_sessions_owner()
    {
        await using var connection = await host.ConnectAsync(defaults: new CallDefaults("work", null));
        await connection.CallAsync(Set, """{"session_id": "promoted", "user_id": "ann", "memories": [{"id": "p-1", "text": "User has a dog"}]}""");

        await host.RunDueTasksAsync();

        Assert.Equal("promoted", (await host.FindMemoryAsync("p-1", new Owner("work", "ann")))?.SessionId);
    }

    /// <summary>T18, T52.</summary>
    [Theory]
    [InlineData("""{"session_id": "placed"}""", "work", "ann")]
    [InlineData("""{"session_id": "placed", "namespace": "home"}""", "home", "ann")]
    [InlineData("""{"session_id": "placed", "namespace": null, "user_id": "bob"}""", "work", "bob")]
    public async Task Both_tools_go_where_the_connection_says(string arguments, string @namespace, string user)
    {
        await using var connection = await host.ConnectAsync(defaults: new CallDefaults("work", "ann"));
        await using var other = await host.ConnectAsync();

        await connection.CallAsync(Set, arguments);
        var read = (await connection.CallAsync(Get, arguments)).Structured;

        Assert.NotNull(await host.FindSessionAsync("placed", new Owner(@namespace, user)));
        Assert.Equal((@namespace, user), (read.GetProperty("namespace").GetString(), read.GetProperty("user_id").GetString()));
    }

    /// <summary>T52: a session is found by its id alone while there is one of it.</summary>
    [Fact]
    public async Task A_session_is_found_without_its_owner()
    {
        await using var connection = await host.ConnectAsync();
        await connection.CallAsync(Set, """{"session_id": "lone", "namespace": "deep", "user_id": "ann", "context": "Here"}""");

        Assert.Equal("Here", (await connection.CallAsync(Get, """{"session_id": "lone"}""")).Structured.GetProperty("context").GetString());
    }

    [Fact]
    public async Task The_newest_messages_are_answered_oldest_first()
    {
        await using var connection = await host.ConnectAsync();
        await connection.CallAsync(Set, """
            {"session_id": "recent", "messages": [
              {"role": "user", "content": "second", "created_at": "2024-01-02T00:00:00Z"},
              {"role": "user", "content": "third", "created_at": "2024-01-03T00:00:00Z"},
              {"role": "user", "content": "first", "created_at": "2024-01-01T00:00:00Z"}]}
            """);

        var session = (await connection.CallAsync(Get, """{"session_id": "recent", "recent_messages_limit": 2}""")).Structured;

        Assert.Equal(
            ["second", "third"],
            session.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetString()));
    }

    [Theory]
    [InlineData("""{"session_id": "s", "messages": [{"role": "user", "content": " "}]}""", "400: Message content cannot be empty (message ID: ")]
    [InlineData("""{"session_id": "s", "messages": [{"role": "user"}]}""", "messages[0].content: Field required")]
    [InlineData("""{"session_id": "s", "memories": [{"text": "x", "topics": ["a,b"]}]}""", "memories[0].topics: topics[0] must not contain a comma")]
    [InlineData("""{"session_id": "s", "long_term_memory_strategy": {"strategy": "custom"}}""", "long_term_memory_strategy.config")]
    [InlineData("""{"session_id": "s", "ttl_seconds": 0}""", "ttl_seconds: Input should be greater than or equal to 1 (got 0)")]
    public async Task What_REST_refuses_is_refused(string arguments, string problem)
    {
        await using var connection = await host.ConnectAsync();

        Assert.StartsWith(problem, (await connection.CallAsync(Set, arguments)).Failure(Set), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bound_token_writes_and_reads_its_own()
    {
        await using var admin = await host.ConnectAsync();
        await using var bound = await host.ConnectAsync(AccessScope.Bound(["ours"], ["ann"]));
        await admin.CallAsync(Set, """{"session_id": "hidden", "namespace": "theirs", "context": "Secret"}""");

        var written = (await bound.CallAsync(Set, """{"session_id": "mine"}""")).Structured;
        var hidden = (await bound.CallAsync(Get, """{"session_id": "hidden"}""")).Structured;
        var named = await bound.CallAsync(Get, """{"session_id": "hidden", "namespace": "theirs"}""");

        Assert.Equal(("ours", "ann"), (written.GetProperty("namespace").GetString(), written.GetProperty("user_id").GetString()));
        Assert.Equal(JsonValueKind.Null, hidden.GetProperty("context").ValueKind);
        Assert.Equal("403: This token may not use namespace \"theirs\": it is bound to \"ours\"", named.Failure(Get));
    }
}
