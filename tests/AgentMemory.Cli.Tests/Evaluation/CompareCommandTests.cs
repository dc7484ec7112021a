using System.Text.Json.Nodes;

namespace AgentMemory.Cli.Tests.Evaluation;

public sealed class CompareCommandTests(EvaluatedServer server) : IClassFixture<EvaluatedServer>, IDisposable
{
    private readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Changes_are_counted_question_by_question()
    {
        // Of 16 questions 8 gain: as often as a coin falls heads, so the interval is that of 16 tosses, 4 to 12 of 16.
        await WriteAsync("before.jsonl", [
            .. Enumerable.Range(1, 16).Select(number => Line("a", number, 1, number % 2 == 0 ? 1 : 0)),
            Line("b", 1, 2, 1), Line("b", 2, 2, 0), Line("b", 3, 2, 0.5),
        ]);
        await WriteAsync("after.jsonl", [
            .. Enumerable.Range(1, 16).Select(number => Line("a", number, 1, 1)),
            Line("b", 1, 2, 1), Line("b", 2, 2, 0), Line("b", 4, 2, 0.5),
        ]);

        var report = await _tool.JsonAsync("evaluate", "compare", "before.jsonl", "after.jsonl", "--changes", "3");

        Assert.Equal(
            ("recall@10", 18, 1, 1, 8, 0), (
                (string)report["metric"]!, (int)report["questions"]!, (int)report["only_before"]!, (int)report["only_after"]!,
                (int)report["won"]!, (int)report["lost"]!));
        Assert.Equal(
            """{"before":0.5,"after":1,"change":0.5,"low":0.25,"high":0.75}""",
            report["categories"]![0]!["metrics"]!["recall@10"]!.ToJsonString());

        // Hard in one run, hard in the other: no change, and no doubt about it.
        Assert.Equal(
            """{"before":0.5,"after":0.5,"change":0,"low":0,"high":0}""",
            report["categories"]![1]!["metrics"]!["recall@10"]!.ToJsonString());
        Assert.Equal(["a 1", "a 3", "a 5"], report["gained"]!.AsArray().Select(Name));
        Assert.Empty(report["declined"]!.AsArray());
    }

    [Fact]
    public async Task What_changed_most_is_listed_on_either_side()
    {
        await WriteAsync("before.jsonl", [
            Line("a", 1, 1, 0.5, "[1,null]"), Line("a", 2, 1, 1, "[3]"), Line("a", 3, 1, 0, "[null]"), Line("a", 4, 1, 1, "[1]"),
        ]);
        await WriteAsync("after.jsonl", [
            Line("a", 1, 1, 1, "[1,4]"), Line("a", 2, 1, 0.5, "[12]"), Line("a", 3, 1, 1, "[9]"), Line("a", 4, 1, 1, "[1]"),
        ]);

        var result = await _tool.RunAsync("evaluate", "compare", "before.jsonl", "after.jsonl");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            """
            Change of recall@10 over 4 questions that both runs asked

            before  after  change    95% interval  won  lost  questions  category
              62.5   87.5   +25.0  -25.0 to +75.0    2     1          4  1 kind
              62.5   87.5   +25.0  -25.0 to +75.0    2     1          4  all

            before  after  change    95% interval  metric
              62.5   87.5   +25.0  -25.0 to +75.0  recall@10
               0.0    0.0    +0.0    +0.0 to +0.0  other

            Gained most (ranks of the evidence before > after)
            change      ranks  question
            +100.0      - > 9  a 3: Question 3?
             +50.0  1,- > 1,4  a 1: Question 1?

            Lost most (ranks of the evidence before > after)
            change   ranks  question
             -50.0  3 > 12  a 2: Question 2?

            """.ReplaceLineEndings(),
            result.Output);
    }

    [Fact]
    public async Task A_run_is_compared_with_an_earlier_one_even_if_its_log_is_replaced()
    {
        await WriteAsync("heron.jsonl", ["""{"item":{"id":"a","text":"red heron"}}""", """{"question":{"text":"heron","expected":["a"]}}"""]);
        string[] evaluate = ["evaluate", "heron.jsonl", "--url", server.Address, "--log", "log.jsonl"];

        await _tool.JsonAsync(evaluate);
        var log = Path.Combine(_tool.Folder, "log.jsonl");
        await File.WriteAllTextAsync(log, (await File.ReadAllTextAsync(log)).Replace("\"recall@10\":1", "\"recall@10\":0", StringComparison.Ordinal));
        var report = await _tool.JsonAsync([.. evaluate, "--compare", "log.jsonl"]);
        var again = await _tool.RunAsync([.. evaluate, "--compare", "log.jsonl"]);

        Assert.Equal((1, 1), ((double)report["recall"]!, (int)report["comparison"]!["won"]!));
        Assert.Equal("default 1", Name(Assert.Single(report["comparison"]!["gained"]!.AsArray())));
        Assert.Matches(@"(?m)^\s+100\.0  100\.0    \+0\.0  \+0\.0 to \+0\.0    0     0          1  all", again.Output);
    }

    [Theory]
    [InlineData("no such file", "before.jsonl", "none.jsonl", "none.jsonl cannot be read")]
    [InlineData("""{"conversation":"a"}""", "before.jsonl", "after.jsonl", "after.jsonl, line 1: number: use a whole number")]
    [InlineData("", "before.jsonl", "after.jsonl", "after.jsonl has no questions; use a file that --log wrote")]
    [InlineData("""{"conversation":"b","number":1,"question":"Question 1?","evidence":["e"],"ranks":[1],"metrics":{"recall@10":1}}""", "before.jsonl", "after.jsonl", "the two runs have no question in common")]
    [InlineData("""{"conversation":"a","number":1,"question":"Another?","evidence":["e"],"ranks":[1],"metrics":{"recall@10":1}}""", "before.jsonl", "after.jsonl", "question 1 of a is another one in the earlier run")]
    [InlineData("""{"conversation":"a","number":1,"question":"Question 1?","evidence":["e"],"ranks":[1],"metrics":{"any@10":1}}""", "before.jsonl", "after.jsonl", "the two runs have no metric in common")]
    public async Task What_cannot_be_compared_is_refused(string after, string first, string second, string told)
    {
        await WriteAsync("before.jsonl", [Line("a", 1, 1, 1)]);
        await WriteAsync("after.jsonl", [after]);

        var refused = await _tool.RunAsync("evaluate", "compare", first, second);

        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.StartsWith($"agent-memory: {told}", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_lines_for_one_question_and_a_metric_that_is_not_there_are_refused()
    {
        await WriteAsync("once.jsonl", [Line("a", 1, 1, 1)]);
        await WriteAsync("twice.jsonl", [Line("a", 1, 1, 1), Line("a", 1, 1, 1)]);

        var twice = await _tool.RunAsync("evaluate", "compare", "once.jsonl", "twice.jsonl");
        var metric = await _tool.RunAsync("evaluate", "compare", "once.jsonl", "once.jsonl", "--metric", "recall@7");

        Assert.StartsWith("agent-memory: twice.jsonl, line 2: number: 1 of a is there already", twice.Error, StringComparison.Ordinal);
        Assert.Equal("agent-memory: --metric: the two runs do not share recall@7; they share recall@10, other", metric.Error.Trim());
        Assert.Equal((1, 1), (twice.ExitCode, metric.ExitCode));
    }

    private static string Line(string conversation, int number, int category, double recall, string ranks = "[1]") =>
        $$$"""{"conversation":"{{{conversation}}}","number":{{{number}}},"category":{{{category}}},"category_name":"kind","question":"Question {{{number}}}?","evidence":["e"],"ranks":{{{ranks}}},"metrics":{"recall@10":{{{JsonValue.Create(recall).ToJsonString()}}},"other":0},"returned":[]}""";

    private static string Name(JsonNode? question) => $"{question!["conversation"]} {question["number"]}";

    private Task WriteAsync(string file, string[] lines) => File.WriteAllLinesAsync(Path.Combine(_tool.Folder, file), lines);
}
