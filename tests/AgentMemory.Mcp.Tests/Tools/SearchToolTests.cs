using System.Text.Json;
using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Tests.Support;
using AgentMemory.Tenancy;

namespace AgentMemory.Mcp.Tests.Tools;

public sealed class SearchToolTests(SearchToolTests.Host host) : IClassFixture<SearchToolTests.Host>
{
    private const string Tool = "search_long_term_memory";

    [Fact]
    public async Task Hits_come_with_how_near_they_are()
    {
        var found = await SearchAsync("""{"text": "tea", "user_id": {"eq": "ann"}}""");

        var hit = Assert.Single(found.GetProperty("memories").EnumerateArray().ToArray());
        Assert.Equal("ann-tea", hit.GetProperty("id").GetString());
        Assert.InRange(hit.GetProperty("score").GetDouble(), 0, 1);
        Assert.Equal(JsonValueKind.Null, found.GetProperty("next_offset").ValueKind);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"  \"")]
    [InlineData("null")]
    public async Task Empty_text_lists_everything_of_a_user(string text)
    {
        var found = await SearchAsync($$$"""{"text": {{{text}}}, "user_id": {"eq": "ann"}, "limit": 50}""");

        Assert.Equal(["ann-coffee", "ann-tea"], Ids(found));
        Assert.Equal(2, found.GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task Text_that_was_left_out_is_asked_for()
    {
        await using var connection = await host.ConnectAsync();

        Assert.Equal("text: Field required", (await connection.CallAsync(Tool, """{"user_id": {"eq": "ann"}}""")).Failure(Tool));
    }

    /// <summary>T53: in the reference an empty result.</summary>
    [Fact]
    public async Task A_limit_of_101_is_refused_and_no_empty_result()
    {
        await using var connection = await host.ConnectAsync();

        var refused = await connection.CallAsync(Tool, """{"text": "tea", "limit": 101}""");

        Assert.Equal("limit: Input should be less than or equal to 100 (got 101)", refused.Failure(Tool));
    }

    [Fact]
    public async Task Every_mistake_is_told_on_a_line_of_its_own()
    {
        await using var connection = await host.ConnectAsync();

        var refused = await connection.CallAsync(
            Tool, """{"text": 1, "limit": 0, "topics": {"any": ["a", 2]}, "created_at": {"gt": "soon"}, "search_mode": "fuzzy"}""");

        Assert.Equal(
            [
                "",
                "text: Input should be a valid string (got 1)",
                "search_mode: Input should be 'semantic', 'keyword' or 'hybrid' (got \"fuzzy\")",
                "topics.any[1]: Input should be a valid string (got 2)",
                "created_at.gt: Input should be a valid datetime or date, send ISO 8601 such as 2026-01-31T10:00:00Z, or Unix seconds (got \"soon\")",
                "limit: Input should be greater than or equal to 1 (got 0)",
            ],
            refused.Failure(Tool).Split('\n'));
    }

    [Fact]
    public async Task A_threshold_without_vectors_to_measure_is_refused_as_REST_does()
    {
        await using var connection = await host.ConnectAsync();

        var refused = await connection.CallAsync(Tool, """{"text": "tea", "search_mode": "keyword", "distance_threshold": 0.5}""");

        Assert.Equal("400: distance_threshold is only supported for semantic search mode", refused.Failure(Tool));
    }

    [Fact]
    public async Task Weights_that_models_would_guess_at_are_no_arguments()
    {
        var found = await SearchAsync(
            """{"text": "tea", "user_id": {"eq": "ann"}, "search_mode": "hybrid", "hybrid_alpha": 7, "text_scorer": "NONE", "x": 1}""");

        Assert.Equal(["ann-tea"], Ids(found));
    }

    [Theory]
    [InlineData("home", null, "{}", "ann-coffee,ann-tea")]
    [InlineData("home", "ann", """{"namespace": null, "user_id": null}""", "ann-coffee,ann-tea")]
    [InlineData("home", "ann", """{"namespace": {}, "user_id": {}}""", "ann-coffee,ann-tea")]
    [InlineData("home", "ann", """{"namespace": {"eq": "work"}}""", "")]
    [InlineData("home", "ann", """{"namespace": {"eq": "work"}, "user_id": {"any": ["bob", "ann"]}}""", "bob-tea")]
    [InlineData(null, "bob", "{}", "bob-tea")]
    [InlineData("work", "bob", """{"user_id": {"eq": "ann"}}""", "")]
    public async Task What_the_filters_leave_open_the_connection_says(string? @namespace, string? user, string filters, string expected)
    {
        await using var connection = await host.ConnectAsync(defaults: new CallDefaults(@namespace, user));

        var found = await connection.CallAsync(Tool, filters == "{}" ? """{"text": ""}""" : "{\"text\": \"\", " + filters[1..]);

        Assert.Equal(expected, string.Join(',', Ids(found.Structured)));
    }

    [Fact]
    public async Task A_bound_token_searches_its_own_and_is_told_so()
    {
        await using var connection = await host.ConnectAsync(AccessScope.Bound(["home"], null));

        Assert.Equal(["ann-coffee", "ann-tea"], Ids((await connection.CallAsync(Tool, """{"text": ""}""")).Structured));
        Assert.Equal(
            "403: This token may not use namespace \"work\": it is bound to \"home\"",
            (await connection.CallAsync(Tool, """{"text": "", "namespace": {"eq": "work"}}""")).Failure(Tool));
    }

    [Fact]
    public async Task Pages_follow_each_other()
    {
        var first = await SearchAsync("""{"text": "", "limit": 2, "recency_boost": false}""");
        var second = await SearchAsync(
            $$"""{"text": "", "limit": 2, "recency_boost": false, "offset": {{first.GetProperty("next_offset").GetInt32()}}}""");

        Assert.Equal(["ann-coffee", "ann-tea", "bob-tea"], Ids(first).Concat(Ids(second)).Order(StringComparer.Ordinal));
    }

    private async Task<JsonElement> SearchAsync(string arguments)
    {
        await using var connection = await host.ConnectAsync();
        return (await connection.CallAsync(Tool, arguments)).Structured;
    }

    private static IEnumerable<string> Ids(JsonElement found) => found.GetProperty("memories").EnumerateArray()
        .Select(memory => memory.GetProperty("id").GetString()!).Order(StringComparer.Ordinal);

    public sealed class Host : McpHost
    {
        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await using var connection = await ConnectAsync();
            var stored = await connection.CallAsync("create_long_term_memories", """
                {"memories": [
                  {"id": "ann-tea", "text": "User likes green tea", "namespace": "home", "user_id": "ann"},
                  {"id": "ann-coffee", "text": "User roasts coffee", "namespace": "home", "user_id": "ann"},
                  {"id": "bob-tea", "text": "User likes black tea", "namespace": "work", "user_id": "bob"}]}
                """);
            Assert.False(stored.IsError, stored.Text);
        }
    }
}
