using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Tests.Support;
using AgentMemory.Tenancy;

namespace AgentMemory.Mcp.Tests.Tools;

/// <summary>Tools that are given the id of a memory, and compaction.</summary>
public sealed class LongTermMemoryToolTests(McpHost host) : IClassFixture<McpHost>
{
    private const string Create = "create_long_term_memories";
    private const string Get = "get_long_term_memory";
    private const string Edit = "edit_long_term_memory";
    private const string Delete = "delete_long_term_memories";
    private const string Compact = "compact_long_term_memories";

    [Fact]
    public async Task A_memory_is_read_by_its_id()
    {
        await using var connection = await host.ConnectAsync();
        await CreateAsync(connection, """{"id": "read", "text": "User reads"}""");

        Assert.Equal("User reads", (await connection.CallAsync(Get, """{"memory_id": "read"}""")).Structured.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData(Get, """{"memory_id": "x"}""")]
    [InlineData(Edit, """{"memory_id": "x", "pinned": true}""")]
    public async Task What_is_not_there_reads_as_in_REST(string tool, string arguments)
    {
        await using var connection = await host.ConnectAsync();

        Assert.Equal($"Error executing tool {tool}: 404: Memory with ID x not found", (await connection.CallAsync(tool, arguments)).Text);
    }

    [Fact]
    public async Task An_id_that_two_owners_use_is_not_guessed_at()
    {
        await using var connection = await host.ConnectAsync();
        await CreateAsync(connection, """{"id": "twice", "text": "A", "user_id": "ann"}, {"id": "twice", "text": "B", "user_id": "bob"}""");
        await using var anns = await host.ConnectAsync(defaults: new CallDefaults(null, "ann"));

        Assert.StartsWith("409: ", (await connection.CallAsync(Get, """{"memory_id": "twice"}""")).Failure(Get), StringComparison.Ordinal);
        Assert.Equal("A", (await anns.CallAsync(Get, """{"memory_id": "twice"}""")).Structured.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Only_what_is_sent_changes()
    {
        await using var connection = await host.ConnectAsync();
        await CreateAsync(connection, """{"id": "edited", "text": "User was promoted", "topics": ["work"]}""");

        var answer = (await connection.CallAsync(Edit, """
            {"memory_id": "edited", "text": "User was promoted on August 14, 2025.", "event_date": "2025-08-14T00:00:00Z",
             "memory_type": "episodic", "topics": null}
            """)).Structured;
        var pinned = (await connection.CallAsync(Edit, """{"memory_id": "edited", "pinned": "true"}""")).Structured;

        Assert.Equal("2025-08-14T00:00:00Z", answer.GetProperty("event_date").GetString());
        Assert.Equal("episodic", answer.GetProperty("memory_type").GetString());
        Assert.Equal("work", answer.GetProperty("topics")[0].GetString());
        Assert.True(pinned.GetProperty("pinned").GetBoolean());
        Assert.Equal("User was promoted on August 14, 2025.", pinned.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("""{"memory_id": "kept"}""", "400: No fields provided for update")]
    [InlineData("""{"memory_id": "kept", "text": " "}""", "400: `text` must not be empty: leave it out to keep the stored text")]
    [InlineData("""{"memory_id": "kept", "memory_type": "habit"}""", "memory_type: Input should be 'episodic', 'semantic' or 'message' (got \"habit\")")]
    public async Task Edits_that_change_nothing_or_make_no_sense_are_refused(string arguments, string problem)
    {
        await using var connection = await host.ConnectAsync();

        Assert.Equal(problem, (await connection.CallAsync(Edit, arguments)).Failure(Edit));
    }

    /// <summary>In an edit, namespace and user are the new ones; where to look the connection says (T18).</summary>
    [Fact]
    public async Task An_edit_moves_what_is_found_where_the_connection_looks()
    {
        await using var admin = await host.ConnectAsync();
        await CreateAsync(admin, """
            {"id": "moved", "text": "A", "namespace": "work", "user_id": "ann"}, {"id": "moved", "text": "B", "namespace": "home", "user_id": "ann"}
            """);
        await using var connection = await host.ConnectAsync(defaults: new CallDefaults("work", "ann"));

        var answer = (await connection.CallAsync(Edit, """{"memory_id": "moved", "user_id": "bob"}""")).Structured;

        Assert.Equal(("A", "work", "bob"), (
            answer.GetProperty("text").GetString(), answer.GetProperty("namespace").GetString(), answer.GetProperty("user_id").GetString()));
        Assert.Equal("B", (await host.FindMemoryAsync("moved", new Owner("home", "ann")))?.Text);
    }

    [Fact]
    public async Task The_status_says_how_many_were_deleted_and_only_those_in_reach_are()
    {
        await using var admin = await host.ConnectAsync();
        await CreateAsync(admin, """
            {"id": "gone-1", "text": "A", "namespace": "work"}, {"id": "gone-2", "text": "B", "namespace": "work"},
            {"id": "gone-3", "text": "C", "namespace": "home"}
            """);
        await using var connection = await host.ConnectAsync(defaults: new CallDefaults("work", null));

        var answer = await connection.CallAsync(Delete, """{"memory_ids": ["gone-1", "gone-2", "gone-3", "never"]}""");
        var nothing = await connection.CallAsync(Delete, """{"memory_ids": []}""");

        Assert.Equal("{\n  \"status\": \"ok, deleted 2 memories\"\n}", answer.Text);
        Assert.Equal("ok, deleted 0 memories", nothing.Structured.GetProperty("status").GetString());
        Assert.NotNull(await host.FindMemoryAsync("gone-3", new Owner("home", null)));
    }

    [Fact]
    public async Task A_bound_token_reaches_no_memory_of_others()
    {
        await using var admin = await host.ConnectAsync();
        await CreateAsync(admin, """{"id": "theirs", "text": "Secret", "namespace": "theirs"}""");
        await using var bound = await host.ConnectAsync(AccessScope.Bound(["ours"], null));

        Assert.Equal("404: Memory with ID theirs not found", (await bound.CallAsync(Get, """{"memory_id": "theirs"}""")).Failure(Get));
        Assert.Equal("ok, deleted 0 memories", (await bound.CallAsync(Delete, """{"memory_ids": ["theirs"]}""")).Structured.GetProperty("status").GetString());
        Assert.NotNull(await host.FindMemoryAsync("theirs", new Owner("theirs", null)));
    }

    [Fact]
    public async Task Compaction_merges_what_is_equal_within_what_is_named()
    {
        await using var admin = await host.ConnectAsync();
        foreach (var session in new[] { "one", "two" })
        {
            // Equal content is stored once at the door; an edit makes it equal later.
            await CreateAsync(admin, $$"""
                {"id": "{{session}}-1", "text": "Same {{session}}", "namespace": "compact", "session_id": "{{session}}"},
                {"id": "{{session}}-2", "text": "Other {{session}}", "namespace": "compact", "session_id": "{{session}}"}
                """);
            await admin.CallAsync(Edit, $$"""{"memory_id": "{{session}}-2", "text": "Same {{session}}"}""");
        }

        await using var connection = await host.ConnectAsync(defaults: new CallDefaults("compact", null));
        var one = (await connection.CallAsync(Compact, """{"session_id": "one"}""")).Structured;
        var two = (await connection.CallAsync(Compact, """{"session_id": null}""")).Structured;

        Assert.Equal("ok, 1 memories remaining after compaction", one.GetProperty("status").GetString());
        Assert.Equal("ok, 2 memories remaining after compaction", two.GetProperty("status").GetString());
    }

    private static async Task CreateAsync(Connection connection, string records) =>
        Assert.Equal("ok", (await connection.CallAsync(Create, $$"""{"memories": [{{records}}]}""")).Structured.GetProperty("status").GetString());
}
