using System.Diagnostics;
using AgentMemory.AppHost.Tests.Processes;

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
            recall@10  questions  category
                100.0          1  1 multi-hop
                100.0          1  2 temporal
                 50.0          2  4 single-hop
                 75.0          4  all

            """,
            output);
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
        var kept = await server.Client.OkAsync("POST", "/v1/long-term-memory/search", new { limit = 100 });
        Assert.Equal(8, kept.Json.GetProperty("total").GetInt32());
        Assert.All(kept.Json.GetProperty("memories").EnumerateArray(), memory => Assert.Equal("message", memory.GetProperty("memory_type").GetString()));
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
