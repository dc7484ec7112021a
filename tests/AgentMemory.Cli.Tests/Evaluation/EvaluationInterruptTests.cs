using System.Globalization;

namespace AgentMemory.Cli.Tests.Evaluation;

public sealed class EvaluationInterruptTests(EvaluatedServer server) : IClassFixture<EvaluatedServer>, IDisposable
{
    private const int Items = 12_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    [UnixFact]
    public async Task What_was_loaded_when_it_was_interrupted_is_deleted()
    {
        await WriteManyAsync();
        using var process = _tool.Start("evaluate", "many.jsonl", "--url", server.Address, "--log", "log.jsonl");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(Patience);

        // Deleting that many takes longer than programs are usually given to end.
        while (await server.CountAsync() < Items * 2 / 3)
            await Task.Delay(5, limit.Token);

        await _tool.RunProgramAsync("/bin/kill", "-INT", process.Id.ToString(CultureInfo.InvariantCulture));
        await process.WaitForExitAsync(limit.Token);

        Assert.Equal((130, ""), (process.ExitCode, await output));
        Assert.Equal(
            [$"2 of 2: b, {Items} items, 1 questions", "interrupted: deleting what was loaded", "agent-memory: interrupted"],
            (await error).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[1..]);
        Assert.Equal(0, await server.CountAsync());

        // What was measured until then is in the log.
        Assert.StartsWith(
            """{"conversation":"a","number":1""", Assert.Single(await File.ReadAllLinesAsync(Path.Combine(_tool.Folder, "log.jsonl"))),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_server_that_died_still_has_is_told()
    {
        await WriteManyAsync();
        await using var mortal = await ServerProcess.StartAsync(_tool.DataFolder);
        var run = _tool.RunAsync("evaluate", "many.jsonl", "--url", mortal.Client.BaseAddress!.ToString());
        using var limit = new CancellationTokenSource(Patience);
        while (await EvaluatedServer.CountAsync(mortal) < 200)
            await Task.Delay(5, limit.Token);
        await mortal.KillAsync();

        var (exitCode, output, error) = await run;

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Matches(@"(?m)^agent-memory: http://127\.0\.0\.1:\d+/ does not answer \(.*\); start the server", error);
        Assert.Matches("(?m)^agent-memory: what was loaded into the namespace evaluation-.*-b is still there", error);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private Task WriteManyAsync() => File.WriteAllLinesAsync(
        Path.Combine(_tool.Folder, "many.jsonl"),
        [
            """{"item":{"id":"first","text":"heron","group":"a"}}""",
            """{"question":{"text":"heron","expected":["first"],"group":"a"}}""",
            .. Enumerable.Range(0, Items).Select(number => $$$"""{"item":{"id":"{{{number}}}","text":"word {{{number}}}","group":"b"}}"""),
            """{"question":{"text":"word","expected":["1"],"group":"b"}}""",
        ]);
}
