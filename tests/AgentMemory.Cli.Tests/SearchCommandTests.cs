using System.Text.Json.Nodes;

namespace AgentMemory.Cli.Tests;

[Trait("Spec", "8")]
public sealed class SearchCommandTests : IDisposable
{
    private readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Hits_are_printed_one_field_a_line()
    {
        await StoredData.AddAsync(
            _tool,
            StoredData.Memory("m1", "Ann drinks coffee\nin the morning \u001b[31m" + new string('x', 300), "shop", "ann") with
            {
                SessionId = "s1",
                Topics = ["drinks", "habits"],
                Entities = ["Ann"],
            },
            StoredData.Memory("m2", "Bob drives a car"));

        var result = await _tool.RunAsync("search", "coffee");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var text = "Ann drinks coffee in the morning  [31m" + new string('x', 200 - 38) + "...";
        Assert.Equal(
            $"""
            Found 1 memories (showing 1):
            ============================================================

            [1] ID: m1
                Score: 1.0000 (keyword)
                Distance: 0.0000
                Namespace: shop
                Session: s1
                User: ann
                Topics: drinks, habits
                Entities: Ann
                Text: {text}

            """,
            result.Output, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task Json_is_what_a_server_answers_and_nothing_else()
    {
        await StoredData.AddAsync(_tool, StoredData.Memory("m1", "Ann drinks coffee"), StoredData.Memory("m2", "Żółw ✓ \u001b[31m"));
        await using var server = await ServerProcess.StartAsync(_tool.DataFolder);

        var printed = await _tool.JsonAsync("search");
        var served = JsonNode.Parse((await server.Client.OkAsync(
            "POST", "/v1/long-term-memory/search", new { text = "", recency_boost = false })).Text)!;

        Assert.Equal(["memories", "total", "next_offset"], printed.AsObject().Select(member => member.Key));
        Assert.Equal(served.ToJsonString(), printed.ToJsonString());
        Assert.All(printed["memories"]!.AsArray(), memory => Assert.Equal(0, (int)memory!["access_count"]!));

        // What a server just wrote is found at once.
        await server.Client.OkAsync("POST", "/v1/long-term-memory/", new { memories = new[] { new { id = "m3", text = "Cara sings" } } });
        Assert.Equal("m3", (string)(await _tool.JsonAsync("search", "sings"))["memories"]![0]!["id"]!);
    }

    [Fact]
    public async Task An_empty_query_lists_page_by_page()
    {
        await StoredData.AddAsync(_tool, [.. Enumerable.Range(0, 5).Select(i => StoredData.Memory($"m{i}", $"text {i}", "shop"))]);

        var first = await _tool.RunAsync("search", "-n", "shop", "-l", "2");
        var last = await _tool.RunAsync("search", "--namespace", "shop", "--limit", "2", "--offset", "4");

        Assert.StartsWith("Found 5 memories (showing 2):", first.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            "More results available. Use --offset 2 to continue.", first.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.StartsWith("Found 5 memories (showing 1):", last.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("More results", last.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_narrow_and_topics_and_entities_match_any()
    {
        await StoredData.AddAsync(
            _tool,
            StoredData.Memory("a", "one", "shop", "ann") with { Topics = ["tea"], Entities = ["Oslo"] },
            StoredData.Memory("b", "one", "shop", "bob") with { Topics = ["coffee"], SessionId = "s1" },
            StoredData.Memory("c", "one", "home", "ann"));

        Assert.Equal(["a", "b"], await IdsAsync("search", "-t", "tea, coffee"));
        Assert.Equal(["a"], await IdsAsync("search", "one", "-e", "Oslo,Rome", "--search_mode", "keyword"));
        Assert.Equal(["b"], await IdsAsync("search", "--session_id", "s1", "--user_id=bob"));
        Assert.Equal(["c"], await IdsAsync("search", "-n", "home", "-u", "ann"));
    }

    [Theory]
    [InlineData("--distance-threshold", "coffee", "-d", "0.2", "--search-mode", "keyword")]
    [InlineData("--limit", "-l", "0")]
    [InlineData("--hybrid-alpha", "--hybrid-alpha", "2")]
    [InlineData("Must be one of", "--text-scorer", "MINE")]
    public async Task What_contradicts_is_wrong_usage(string named, params string[] arguments)
    {
        var result = await _tool.RunAsync(["search", .. arguments]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_tool.DataFolder));
    }

    [Fact]
    public async Task A_query_may_begin_with_what_means_something_elsewhere()
    {
        await StoredData.AddAsync(_tool, StoredData.Memory("m1", "write to @ann --soon"));

        Assert.Equal(["m1"], await IdsAsync("search", "@ann"));
        Assert.StartsWith("Found 1 memories", (await _tool.RunAsync("search", "--", "--soon")).Output, StringComparison.Ordinal);
    }

    private async Task<string[]> IdsAsync(params string[] arguments) =>
        [.. (await _tool.JsonAsync(arguments))["memories"]!.AsArray().Select(memory => (string)memory!["id"]!).Order()];
}
