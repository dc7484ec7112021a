namespace AgentMemory.Cli.Tests.Evaluation;

/// <summary>Files that are wrong: told before any server is asked, with line, member and fix.</summary>
public sealed class EvaluationFileTests : IDisposable
{
    private const string Item = """{"item":{"id":"a","text":"heron"}}""";
    private const string Question = """{"question":{"text":"heron","expected":["a"]}}""";

    private readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("""{"item":{"id":"b","text":"x"}""", "line 2: is not JSON; write one whole object per line")]
    [InlineData("""["item"]""", "line 2: is not an object; write one object per line")]
    [InlineData("""{}""", "line 2: item: use either item or question on a line")]
    [InlineData("""{"item":{"id":"b","text":"x"},"question":{"text":"x","expected":["a"]}}""", "line 2: item: use either item or question on a line")]
    [InlineData("""{"items":{},"item":{"id":"b","text":"x"}}""", "line 2: items: is not known here; use item, question")]
    [InlineData("""{"item":"b"}""", "line 2: item: use an object")]
    [InlineData("""{"item":{"text":"x"}}""", "line 2: item.id: is missing")]
    [InlineData("""{"item":{"id":7,"text":"x"}}""", "line 2: item.id: use a text that is not empty")]
    [InlineData("""{"item":{"id":"b"}}""", "line 2: item.text: is missing")]
    [InlineData("""{"item":{"id":"b","text":" "}}""", "line 2: item.text: use a text that is not empty")]
    [InlineData("""{"item":{"id":"a","text":"x"}}""", "line 2: item.id: a is there already in group default; ids are unique within a group")]
    [InlineData("""{"item":{"id":"b","text":"x","memory_type":"fact"}}""", "line 2: item.memory_type: use message, semantic, episodic")]
    [InlineData("""{"item":{"id":"b","text":"x","created_at":"May"}}""", "line 2: item.created_at: use a time such as 2023-05-08T13:56:00Z")]
    [InlineData("""{"item":{"id":"b","text":"x","topics":"birds"}}""", "line 2: item.topics: use a list of texts")]
    [InlineData("""{"item":{"id":"b","text":"x","user_id":"u"}}""", "line 2: item.user_id: is not known here; use id, text, group")]
    [InlineData("""{"question":{"text":"x"}}""", "line 2: question.expected: name the id of at least one item")]
    [InlineData("""{"question":{"text":"x","expected":[]}}""", "line 2: question.expected: name the id of at least one item")]
    [InlineData("""{"question":{"text":"x","expected":"a"}}""", "line 2: question.expected: use a list of texts")]
    [InlineData("""{"question":{"text":"x","expected":["a","z"]}}""", "line 2: question.expected: there is no item z in group default")]
    [InlineData("""{"question":{"text":"x","expected":["a"],"group":"g"}}""", "line 2: question.expected: there is no item a in group g")]
    [InlineData("""{"question":{"text":"x","expected":["a"],"evidence":["a"]}}""", "line 2: question.evidence: is not known here; use text, expected")]
    [InlineData("""{"question":{"expected":["a"]}}""", "line 2: question.text: is missing")]
    [InlineData("""{"question":{"text":"x","expected":["a"],"category":[]}}""", "line 2: question.category: use a text that is not empty")]
    public async Task A_wrong_line_is_named_with_what_to_put_right(string line, string told)
    {
        var error = await RefusedAsync("wrong.jsonl", $"{Item}\n{line}\n{Question}\n");

        Assert.StartsWith($"agent-memory: wrong.jsonl, {told}", Assert.Single(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_wrong_lines_are_told_together_and_not_without_end()
    {
        var error = await RefusedAsync("wrong.jsonl", string.Join('\n', Enumerable.Repeat("""{"item":{"id":"a"}}""", 12)));

        Assert.Equal(11, error.Length);
        Assert.Equal("agent-memory: wrong.jsonl, line 1: item.text: is missing", error[0]);
        Assert.Matches(@"wrong\.jsonl: and \d+ more$", error[^1]);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("heron", "begins with h")]
    [InlineData(Item, "has no question; add lines such as")]
    [InlineData("""[{"conversation":{}}]""", "is not in the shape that docs/evaluation.md describes")]
    [InlineData("""[{"conversation":{"session_1_date_time":"noon","session_1":[]},"qa":[]}]""", "is not in the shape that docs/evaluation.md describes")]
    [InlineData("""[{""", "is not in the shape that docs/evaluation.md describes")]
    public async Task A_file_of_another_shape_is_refused(string text, string told) =>
        Assert.StartsWith($"agent-memory: file {told}", Assert.Single(await RefusedAsync("file", text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("--k: use whole numbers from 1 to 100", "--k", "5,101")]
    [InlineData("--k: use whole numbers from 1 to 100", "--k", "")]
    [InlineData("--budgets: use whole numbers from 1 to 1000000, or none", "--budgets", "0")]
    [InlineData("--categories: use names, numbers and ranges", "--categories", "4-1")]
    [InlineData("--concurrency: use a whole number from 1 to 64", "--concurrency", "0")]
    [InlineData("--url: use an address", "--url", "localhost")]
    public async Task A_wrong_option_is_named(string told, params string[] options)
    {
        await File.WriteAllTextAsync(Path.Combine(_tool.Folder, "right.jsonl"), $"{Item}\n{Question}");

        var refused = await _tool.RunAsync(["evaluate", "right.jsonl", .. options]);

        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith($"agent-memory: {told}", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_is_told_before_anything_is_loaded()
    {
        await File.WriteAllTextAsync(Path.Combine(_tool.Folder, "right.jsonl"), $"{Item}\n{Question}");

        var refused = await _tool.RunAsync("evaluate", "right.jsonl", "--url", "http://127.0.0.1:9", "--log", "nowhere/log.jsonl");

        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("agent-memory: --log: log.jsonl cannot be written", refused.Error, StringComparison.Ordinal);
    }

    /// <summary>No server answers at the address: whatever asks one would say so instead.</summary>
    private async Task<string[]> RefusedAsync(string file, string text)
    {
        await File.WriteAllTextAsync(Path.Combine(_tool.Folder, file), text);
        var refused = await _tool.RunAsync("evaluate", file, "--url", "http://127.0.0.1:9");
        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        return refused.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
