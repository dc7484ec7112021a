using System.Diagnostics;
using System.Text.Json;
using AgentMemory.AppHost.Tests.Processes;
using AgentMemory.ModelServers;

namespace AgentMemory.AppHost.Tests;

public sealed class EvaluationTests : IDisposable
{
    private static readonly string File = Path.Combine(AppContext.BaseDirectory, "Evaluation", "conversations.json");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Recall_is_printed_by_category_and_nothing_is_left_behind()
    {
        await using var server = await ServerProcess.StartAsync(_folder.DataFolder);

        var (exitCode, output, errors) = await EvaluateAsync(File, "--url", server.Client.BaseAddress!.ToString());

        Assert.True(exitCode == 0, errors);
        Assert.Equal(
            """
            recall@10    95% interval  questions  category
                100.0  100.0 to 100.0          1  1 multi-hop
                100.0  100.0 to 100.0          1  2 temporal
                 50.0    0.0 to 100.0          2  4 single-hop
                 75.0   25.0 to 100.0          4  all

            recall@5  recall@20  recall@50  mrr@50  500 tokens  1000 tokens  2000 tokens  category
               100.0      100.0      100.0   1.000       100.0        100.0        100.0  1 multi-hop
               100.0      100.0      100.0   1.000       100.0        100.0        100.0  2 temporal
                50.0       50.0       50.0   0.500        50.0         50.0         50.0  4 single-hop
                75.0       75.0       75.0   0.750        75.0         75.0         75.0  all

            any@5  any@10  any@20  any@50  all@5  all@10  all@20  all@50  category
            100.0   100.0   100.0   100.0  100.0   100.0   100.0   100.0  1 multi-hop
            100.0   100.0   100.0   100.0  100.0   100.0   100.0   100.0  2 temporal
             50.0    50.0    50.0    50.0   50.0    50.0    50.0    50.0  4 single-hop
             75.0    75.0    75.0    75.0   75.0    75.0    75.0    75.0  all

            """.ReplaceLineEndings(),
            output);
        Assert.Equal(
            ["1 of 2: kitchen, 6 items, 3 questions", "2 of 2: garden, 2 items, 1 questions"],
            errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        var left = await server.Client.OkAsync("POST", "/v1/long-term-memory/search", new { });
        Assert.Equal(0, left.Json.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Categories_and_the_number_of_results_can_be_chosen_and_the_data_kept()
    {
        await using var server = await ServerProcess.StartAsync(_folder.DataFolder);

        var (exitCode, output, errors) = await EvaluateAsync(
            File, "--url", server.Client.BaseAddress!.ToString(), "--k", "1", "--categories", "1,5", "--keep");

        Assert.True(exitCode == 0, errors);
        Assert.Contains("recall@1 ", output, StringComparison.Ordinal);
        Assert.Contains("50.0          1  1 multi-hop", output, StringComparison.Ordinal);
        Assert.Contains("5 adversarial", output, StringComparison.Ordinal);
        Assert.DoesNotContain("single-hop", output, StringComparison.Ordinal);
        Assert.Equal(2, errors.Count(letter => letter == '\n')); // The conversation without such questions is not loaded.
        var kept = await server.Client.OkAsync("POST", "/v1/long-term-memory/search", new { limit = 100 });
        Assert.Equal(6, kept.Json.GetProperty("total").GetInt32());
        Assert.All(kept.Json.GetProperty("memories").EnumerateArray(), memory => Assert.Equal("message", memory.GetProperty("memory_type").GetString()));
    }

    [Fact]
    public async Task Questions_wait_for_vectors_and_are_asked_in_the_mode_that_is_named()
    {
        await using var model = await ModelServer.StartAsync();
        model.EmbeddingDelay = TimeSpan.FromMilliseconds(10);
        await using var server = await ServerProcess.StartAsync(
            _folder.DataFolder, ("OPENAI_API_BASE", model.OpenAIBase.ToString()), ("EMBEDDING_MODEL", "words"));

        // No memory has the question's word: by meaning all are found that have a vector, by words none is.
        var file = Path.Combine(Path.GetDirectoryName(_folder.DataFolder)!, "birds.jsonl");
        string[] ids = [.. Enumerable.Range(1, 90).Select(number => $"i{number}")];
        await System.IO.File.WriteAllLinesAsync(file, [
            .. ids.Select(id => $$$"""{"item":{"id":"{{{id}}}","text":"heron {{{id}}}"}}"""),
            $$$"""{"question":{"text":"zeppelin","expected":{{{JsonSerializer.Serialize(ids)}}}}}""",
        ]);
        foreach (var (mode, recall) in new[] { ("semantic", "100.0"), ("keyword", "0.0") })
        {
            var (exitCode, output, errors) = await EvaluateAsync(
                file, "--url", server.Client.BaseAddress!.ToString(), "--k", "100", "--wait-for-vectors", "--search-mode", mode);
            Assert.True(exitCode == 0, errors);
            Assert.Matches($@"^recall@100 .*\n\s+{recall} ", output);
        }
    }

    [Fact]
    public async Task Vectors_are_not_waited_for_where_none_are_made()
    {
        await using var server = await ServerProcess.StartAsync(_folder.DataFolder);

        var (exitCode, _, errors) = await EvaluateAsync(File, "--url", server.Client.BaseAddress!.ToString(), "--wait-for-vectors");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("agent-memory: --wait-for-vectors: the server has no embedding model", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_in_the_way_is_one_line_and_exit_code_1()
    {
        var shapeless = Path.Combine(Path.GetDirectoryName(_folder.DataFolder)!, "shapeless.json");
        await System.IO.File.WriteAllTextAsync(shapeless, """[{"conversation":{}}]""");
        foreach (var (file, named) in new[] { ("none.json", "none.json"), (shapeless, "docs/evaluation.md"), (File, "--url") })
        {
            var (exitCode, _, errors) = await EvaluateAsync(file, "--url", "http://127.0.0.1:9");
            Assert.Equal(1, exitCode);
            var line = Assert.Single(errors.Split('\n'), line => line.StartsWith("agent-memory: ", StringComparison.Ordinal));
            Assert.Contains(named, line, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        }
    }

    private async Task<(int ExitCode, string Output, string Errors)> EvaluateAsync(params string[] arguments)
    {
        var start = DotnetProgram.Describe("agent-memory.dll", Path.GetDirectoryName(_folder.DataFolder)!, [], ["evaluate", .. arguments]);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return (process.ExitCode, await output, await errors);
    }
}
