using System.Text.Json.Nodes;

namespace AgentMemory.Cli.Tests.Evaluation;

public sealed class EvaluateCommandTests(EvaluatedServer server) : IClassFixture<EvaluatedServer>, IDisposable
{
    private const string Pond =
        """
        {"item":{"id":"a","text":"heron pond"}}
        {"item":{"id":"b","text":"the heron flew over a long winding river"}}

        {"item":{"id":"c","text":"zeppelin"}}
        {"question":{"text":"heron pond?","expected":["a","b"],"category":"birds"}}
        {"question":{"text":"heron pond?","expected":["b"],"category":"birds"}}
        {"question":{"text":"Which zeppelin?","expected":["c","a"]}}
        """;

    private readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Every_metric_is_what_it_is_by_hand()
    {
        await WriteAsync("pond.jsonl", Pond);

        var report = await EvaluateAsync("pond.jsonl", "--k", "1,2", "--budgets", "2,3,100");

        // Ranks: a 1 and b 2; b 2; c 1 and a nowhere. Tokens, (2 + characters) / 4 rounded up: a 3, b 11, c 3.
        var expected = new Dictionary<string, double>
        {
            ["recall@1"] = (0.5 + 0 + 0.5) / 3,
            ["recall@2"] = (1 + 1 + 0.5) / 3,
            ["mrr@2"] = (1 + 0.5 + 1) / 3,
            ["recall@2_tokens"] = 0,
            ["recall@3_tokens"] = (0.5 + 0 + 0.5) / 3,
            ["recall@100_tokens"] = (1 + 1 + 0.5) / 3,
            ["any@1"] = 2 / 3.0,
            ["any@2"] = 1,
            ["all@1"] = 0,
            ["all@2"] = 2 / 3.0,
        };
        var metrics = report["metrics"]!.AsObject();
        Assert.Equal(expected.Keys, metrics.Select(metric => metric.Key));
        foreach (var (metric, value) in expected)
            Assert.Equal(value, (double)metrics[metric]!["mean"]!, 12);
        Assert.Equal((1, 3, 100), ((int)report["k"]!, (int)report["questions"]!, (int)report["limit"]!));
        Assert.Equal(expected["recall@1"], (double)report["recall"]!, 12);

        var birds = Assert.Single(report["categories"]!.AsArray())!;
        Assert.Equal(("birds", 2, 0.25), ((string)birds["category"]!, (int)birds["questions"]!, (double)birds["recall"]!));
        Assert.Equal("""{"mean":1,"low":1,"high":1}""", birds["metrics"]!["recall@2"]!.ToJsonString());

        // Two questions, 0.5 and 0: their resampled mean is 0, 0.25 or 0.5, either end in a quarter of the cases.
        Assert.Equal("""{"mean":0.25,"low":0,"high":0.5}""", birds["metrics"]!["recall@1"]!.ToJsonString());
        Assert.Equal(0, await server.CountAsync());
    }

    [Fact]
    public async Task Recall_on_conversations_is_measured_on_a_server_that_is_left_as_it_was()
    {
        await WriteAsync("conversations.json",
            """
            [{
              "sample_id": "c1",
              "conversation": {
                "session_1_date_time": "1:56 pm on 8 May, 2023",
                "session_1": [
                  { "speaker": "Ann", "dia_id": "D1:1", "text": "I drink coffee every morning" },
                  { "speaker": "Bob", "dia_id": "D1:2", "text": "My car is red" }
                ]
              },
              "qa": [
                { "question": "What does Ann drink? Coffee?", "category": 4, "evidence": ["D1:1"] },
                { "question": "Who climbed mountains?", "category": 1, "evidence": ["D1:2"] },
                { "question": "Whose car is blue?", "category": 5, "evidence": ["D1:2"] }
              ]
            }]
            """);

        var report = await EvaluateAsync("conversations.json", "--k", "1", "--budgets", "none");

        Assert.Equal((1, 1, 2, 0.5), ((int)report["k"]!, (int)report["limit"]!, (int)report["questions"]!, (double)report["recall"]!));
        Assert.Equal(
            """[{"category":1,"name":"multi-hop","recall":0},{"category":4,"name":"single-hop","recall":1}]""",
            new JsonArray([.. report["categories"]!.AsArray().Select(category => new JsonObject
            {
                ["category"] = category!["category"]!.DeepClone(),
                ["name"] = category["name"]!.DeepClone(),
                ["recall"] = category["recall"]!.DeepClone(),
            })]).ToJsonString());
        Assert.Equal(0, await server.CountAsync());
    }

    [Fact]
    public async Task The_log_says_of_every_question_what_was_found()
    {
        await WriteAsync("pond.jsonl", Pond);

        await EvaluateAsync("pond.jsonl", "--k", "1,2", "--budgets", "3", "--log", "log.jsonl");

        var lines = await LogAsync("log.jsonl");
        Assert.Equal(["default 1", "default 2", "default 3"], lines.Select(line => $"{line["conversation"]} {line["number"]}"));
        var second = lines[1];
        Assert.Equal(("birds", "heron pond?", """["b"]""", "[2]"), (
            (string)second["category"]!, (string)second["question"]!, second["evidence"]!.ToJsonString(), second["ranks"]!.ToJsonString()));
        Assert.Equal(
            """{"recall@1":0,"recall@2":1,"mrr@2":0.5,"recall@3_tokens":0,"any@1":0,"any@2":1,"all@1":0,"all@2":1}""",
            second["metrics"]!.ToJsonString());
        var returned = second["returned"]!.AsArray();
        Assert.Equal([("a", 3), ("b", 11)], returned.Select(memory => ((string)memory!["id"]!, (int)memory["tokens"]!)));
        Assert.True((double)returned[0]!["score"]! > (double)returned[1]!["score"]!);
        Assert.Equal("[1,null]", lines[2]["ranks"]!.ToJsonString());
        Assert.Null(lines[2]["category"]);
    }

    [Fact]
    public async Task How_many_are_asked_at_once_changes_nothing()
    {
        var lines = Enumerable.Range(0, 60).SelectMany(number => (string[])
        [
            $$$"""{"item":{"id":"i{{{number}}}","text":"word{{{number}}} and common"}}""",
            $$$"""{"question":{"text":"word{{{number}}}","expected":["i{{{number}}}"]}}""",
        ]);
        await WriteAsync("many.jsonl", string.Join('\n', lines));

        await EvaluateAsync("many.jsonl", "--concurrency", "1", "--log", "one.jsonl");
        var report = await EvaluateAsync("many.jsonl", "--concurrency", "16", "--log", "sixteen.jsonl");

        Assert.Equal((60, 1), ((int)report["questions"]!, (double)report["recall"]!));
        Assert.Equal(await ReadAsync("one.jsonl"), await ReadAsync("sixteen.jsonl"));
    }

    [Fact]
    public async Task Groups_do_not_see_each_other_and_can_be_chosen()
    {
        await WriteAsync("groups.jsonl",
            """
            {"question":{"text":"heron","expected":["h"],"group":"lake","category":1}}
            {"item":{"id":"h","text":"heron","group":"lake"}}
            {"item":{"id":"h","text":"heron","group":"sea"}}
            {"item":{"id":"g","text":"heron and gull","group":"sea"}}
            {"question":{"text":"gull","expected":["g"],"group":"sea","category":2}}
            {"question":{"text":"heron","expected":["h"],"group":"sea","category":"x"}}
            """);

        await EvaluateAsync("groups.jsonl", "--log", "all.jsonl");
        Assert.Equal(
            ["""lake 1: ["h"]""", """sea 1: ["g"]""", """sea 2: ["h","g"]"""], (await LogAsync("all.jsonl")).Select(line =>
                $"{line["conversation"]} {line["number"]}: {new JsonArray([.. line["returned"]!.AsArray().Select(memory => memory!["id"]!.DeepClone())]).ToJsonString()}"));

        await EvaluateAsync("groups.jsonl", "--conversations", "sea", "--categories", "2-4,x", "--log", "sea.jsonl");
        Assert.Equal(["sea 1", "sea 2"], (await LogAsync("sea.jsonl")).Select(line => $"{line["conversation"]} {line["number"]}"));

        var range = await EvaluateAsync("groups.jsonl", "--categories", "1-4");
        Assert.Equal(["1", "2"], range["categories"]!.AsArray().Select(category => category!["category"]!.ToJsonString()));
        foreach (var (option, value, told) in new[]
        {
            ("--conversations", "lake,pond", "--conversations: there is no pond; there are lake, sea"),
            ("--categories", "3", "--categories: no question has the category 3; there are 1, 2, x"),
        })
        {
            var refused = await _tool.RunAsync("evaluate", "groups.jsonl", "--url", server.Address, option, value);
            Assert.Equal((1, $"agent-memory: {told}"), (refused.ExitCode, refused.Error.Trim()));
        }
    }

    [Fact]
    public async Task Items_are_stored_as_the_file_has_them()
    {
        await WriteAsync("item.jsonl",
            """
            {"item":{"id":"a","text":"heron","memory_type":"episodic","session_id":"s1","created_at":"2023-05-08T13:56:00","event_date":"2023-05-07","topics":["birds"],"entities":["Ann"]}}
            {"item":{"id":"b","text":"gull","created_at":null}}
            {"question":{"text":"heron","expected":["a"]}}
            """);
        await using var own = await ServerProcess.StartAsync(_tool.DataFolder);

        var run = await _tool.RunAsync("evaluate", "item.jsonl", "--url", own.Client.BaseAddress!.ToString(), "--keep");

        Assert.True(run.ExitCode == 0, run.Error);
        var listed = (await own.Client.OkAsync("POST", "/v1/long-term-memory/search", new { })).Json.GetProperty("memories");
        var memories = listed.EnumerateArray().ToDictionary(memory => memory.GetProperty("id").GetString()!);
        var a = memories["a"];
        Assert.Equal(
            ("episodic", "s1", "2023-05-08T13:56:00Z", "2023-05-07T00:00:00Z", """["birds"]""", """["Ann"]"""), (
                a.GetProperty("memory_type").GetString(), a.GetProperty("session_id").GetString(),
                a.GetProperty("created_at").GetString(), a.GetProperty("event_date").GetString(),
                a.GetProperty("topics").GetRawText(), a.GetProperty("entities").GetRawText()));
        Assert.Equal("semantic", memories["b"].GetProperty("memory_type").GetString());
        Assert.Contains($"kept in namespace {a.GetProperty("namespace").GetString()}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_ids_are_deleted_too()
    {
        var ids = Enumerable.Range(0, 30).Select(number => new string('é', 505) + number).ToArray();
        await WriteAsync("long.jsonl", string.Join('\n', [
            .. ids.Select(id => $$$"""{"item":{"id":"{{{id}}}","text":"heron"}}"""),
            $$$"""{"question":{"text":"heron","expected":["{{{ids[0]}}}"]}}""",
        ]));

        var report = await EvaluateAsync("long.jsonl", "--k", "30");

        Assert.Equal(1, (double)report["recall"]!);
        Assert.Equal(0, await server.CountAsync());
    }

    [TerminalFact]
    public async Task On_a_terminal_a_bar_shows_how_far_it_is()
    {
        await WriteAsync("pond.jsonl", Pond);

        var run = await _tool.RunOnTerminalAsync("", "evaluate", "pond.jsonl", "--url", server.Address);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("1 of 1: default .*100%", run.Output);
        Assert.DoesNotContain("1 of 1: default, 3 items", run.Output, StringComparison.Ordinal);
        Assert.Contains("recall@10", run.Output, StringComparison.Ordinal);
    }

    private async Task<JsonNode> EvaluateAsync(params string[] arguments) =>
        await _tool.JsonAsync(["evaluate", .. arguments, "--url", server.Address]);

    private Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(_tool.Folder, file), text);

    private Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(_tool.Folder, file));

    private async Task<JsonNode[]> LogAsync(string file) =>
        [.. (await ReadAsync(file)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
}
