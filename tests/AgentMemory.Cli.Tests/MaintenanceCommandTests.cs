using System.Diagnostics;
using System.Globalization;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Cli.Tests;

[Trait("Spec", "8")]
[Trait("Spec", "10.15")]
public sealed class MaintenanceCommandTests : IDisposable
{
    private const int Many = 3000;

    private const string Progress = "SELECT done FROM maintenance";

    private const string PhraseCount = "SELECT count(*) FROM memory_text WHERE memory_text MATCH '\"red apple\"'";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_rebuild_that_was_killed_goes_on_where_it_stopped()
    {
        await SeedAsync();

        var done = await KillHalfwayAsync("rebuild-index");
        var report = await _tool.JsonAsync("rebuild-index");

        Assert.Equal(
            ["memories", "resumed", "dropped_vectors", "embedding_model", "without_vector", "task_id"],
            report.AsObject().Select(member => member.Key));
        Assert.Equal(Many, (int)report["memories"]!);
        Assert.InRange((long)report["resumed"]!, done, Many - 1);
        Assert.Equal((long)Many, StoredData.Run(_tool, PhraseCount));
        StoredData.Run(_tool, "INSERT INTO memory_text (memory_text) VALUES ('integrity-check')");
        Assert.Equal(0, (int)(await _tool.JsonAsync("rebuild-index"))["resumed"]!);
    }

    [Fact]
    [Trait("Trap", "T43")]
    [Trait("Trap", "T44")]
    public async Task A_migration_that_was_killed_goes_on_where_it_stopped()
    {
        await SeedAsync();
        StoredData.Run(_tool, "UPDATE memory SET hash = '', extracted = row % 2");

        var preview = await _tool.JsonAsync("migrate_memories", "--dry_run");
        Assert.Equal(
            $$$"""{"dry_run":true,"memories":{{{Many}}},"resumed":0,"changes":{"memory_hash":{{{Many}}},"discrete_memory_extracted":0,"memory_type":0,"tag_lists":0},"unreadable":0}""",
            preview.ToJsonString());
        var done = await KillHalfwayAsync("migrate-memories");
        var report = await _tool.JsonAsync("migrate-memories");

        var resumed = (long)report["resumed"]!;
        Assert.InRange(resumed, done, Many - 1);
        Assert.Equal(Many - resumed, (long)report["changes"]!["memory_hash"]!);
        Assert.Equal((long)Many, StoredData.Run(_tool, "SELECT count(*) FROM memory WHERE length(hash) = 64 AND extracted = row % 2"));
        var again = await _tool.RunAsync("migrate-memories");
        Assert.Equal(
            (0, $"Looked at {Many} memories.{Environment.NewLine}Nothing to do.{Environment.NewLine}"), (again.ExitCode, again.Output));
    }

    [TerminalFact]
    public async Task Ctrl_C_ends_it_with_a_line_and_an_exit_code_of_its_own()
    {
        await SeedAsync();
        using var process = await CatchAtWorkAsync("rebuild-index");

        await _tool.RunProgramAsync("/bin/kill", "-INT", process.Id.ToString(CultureInfo.InvariantCulture));
        await process.WaitForExitAsync();

        Assert.Equal((130, ""), (process.ExitCode, await process.StandardOutput.ReadToEndAsync()));
        Assert.Equal("agent-memory: interrupted", (await process.StandardError.ReadToEndAsync()).Trim());
        Assert.InRange((long)(await _tool.JsonAsync("rebuild-index"))["resumed"]!, 21, Many - 1);
    }

    [Fact]
    public async Task Two_rebuilds_at_once_share_the_work_while_a_server_writes_and_searches()
    {
        await SeedAsync();
        await using var server = await ServerProcess.StartAsync(_tool.DataFolder);
        using var first = _tool.Start("rebuild-index", "--batch-size", "20");
        using var second = _tool.Start("rebuild-index", "--batch-size", "20");

        var written = 0;
        do
        {
            await server.Client.OkAsync("POST", "/v1/long-term-memory/", new
            {
                memories = new[] { new { id = $"new{written}", text = $"{written} blue plums" } },
                deduplicate = false,
            });
            Assert.Equal(++written, await PhraseAsync(server, "blue plums"));
        }
        while (!first.HasExited || !second.HasExited);

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal((Many, written), (await PhraseAsync(server, "red apple"), await PhraseAsync(server, "blue plums")));
        await server.Client.OkAsync("DELETE", "/v1/long-term-memory?memory_ids=m0&memory_ids=new0");
        Assert.Equal((Many - 1, written - 1), (await PhraseAsync(server, "red apple"), await PhraseAsync(server, "blue plums")));
    }

    [Fact]
    public async Task What_differs_is_shown_and_then_changed()
    {
        await StoredData.AddAsync(_tool, StoredData.Memory("a", "one"), StoredData.Memory("b", "two"), StoredData.Memory("c", "three"));
        StoredData.Run(_tool, "UPDATE memory SET memory_type = 'preference' WHERE id = 'a'");
        StoredData.Run(_tool, "UPDATE memory SET topics = '{' WHERE id = 'c'");

        var shown = await _tool.RunAsync("migrate-memories", "--dry-run");
        Assert.Equal("preference", StoredData.Run(_tool, "SELECT memory_type FROM memory WHERE id = 'a'"));
        var changed = await _tool.RunAsync("migrate-memories");

        Assert.Equal((1, 1), (shown.ExitCode, changed.ExitCode));
        Assert.Contains("Would change:", shown.Output, StringComparison.Ordinal);
        Assert.Contains("  3 types                1", shown.Output, StringComparison.Ordinal);
        Assert.Equal(shown.Output.Replace("Would change:", "Changed:", StringComparison.Ordinal), changed.Output);
        Assert.Contains("1 memories cannot be read; `agent-memory delete memory --invalid`", changed.Error, StringComparison.Ordinal);
        Assert.Equal("message", StoredData.Run(_tool, "SELECT memory_type FROM memory WHERE id = 'a'"));
    }

    [Fact]
    public async Task Every_session_is_read_and_one_that_cannot_be_is_named()
    {
        foreach (var id in (string[])["s1", "s2", "s3"])
            await StoredData.AddSessionAsync(_tool, new(new("shop", null), id), "Hello");

        var sound = await _tool.JsonAsync("migrate_working_memory", "--batch_size", "2", "--dry-run");
        Assert.Equal("""{"dry_run":true,"sessions":3,"migrated":0,"unreadable":[]}""", sound.ToJsonString());

        StoredData.Run(_tool, "UPDATE session SET memories = '[' WHERE session_id = 's2'");
        var damaged = await _tool.RunAsync("migrate-working-memory");
        Assert.Equal((1, "Read 3 sessions. Nothing to migrate."), (damaged.ExitCode, damaged.Output.Trim()));
        Assert.Contains("session s2 (namespace shop, no user) cannot be read", damaged.Error, StringComparison.Ordinal);
    }

    [TerminalFact]
    public async Task Progress_is_drawn_on_a_terminal_only_and_without_colours_when_asked()
    {
        await StoredData.AddAsync(_tool, StoredData.Memory("m1", "one"));

        var redirected = await _tool.RunAsync("rebuild-index");
        var drawn = await _tool.RunOnTerminalAsync("", "rebuild-index");
        _tool.Variables["NO_COLOR"] = "1";
        var plain = await _tool.RunOnTerminalAsync("", "rebuild-index");

        Assert.DoesNotContain('\u001b', redirected.Output + redirected.Error);
        Assert.Equal("Rebuilding the index: 1", redirected.Error.Trim());
        Assert.Matches(@"\u001b\[[0-9;]*[34][0-9;]*m.*100%", drawn.Output);
        Assert.DoesNotMatch(@"\u001b\[[0-9;]*[34][0-9]", plain.Output);
        Assert.All((CommandResult[])[drawn, plain], result =>
        {
            Assert.Equal(0, result.ExitCode);
            Assert.Contains("Rebuilt the index of 1 memories.", result.Output, StringComparison.Ordinal);
        });
    }

    private Task SeedAsync()
    {
        MemoryRecord[] memories = [.. Enumerable.Range(0, Many).Select(i => StoredData.Memory($"m{i}", $"{i} a red apple"))];
        return StoredData.AddAsync(_tool, memories);
    }

    /// <summary>Kills the command as <c>kill -9</c> does, once it has done some and before it has done all.</summary>
    /// <returns>How many memories it had done.</returns>
    private async Task<long> KillHalfwayAsync(string command)
    {
        using var process = await CatchAtWorkAsync(command);
        process.Kill();
        await process.WaitForExitAsync();

        var done = (long)StoredData.Run(_tool, Progress)!;
        Assert.InRange(done, 21, Many - 1);
        return done;
    }

    /// <summary>Starts the command; returns when it has done some.</summary>
    private async Task<Process> CatchAtWorkAsync(string command)
    {
        var process = _tool.Start(command, "--batch-size", "1");
        var started = Stopwatch.GetTimestamp();
        while (StoredData.Run(_tool, Progress) is not > 20L)
        {
            Assert.True(!process.HasExited && Stopwatch.GetElapsedTime(started) < Patience, "It was not caught at work");
            await Task.Delay(5);
        }
        return process;
    }

    private static async Task<int> PhraseAsync(ServerProcess server, string phrase)
    {
        var found = await server.Client.OkAsync(
            "POST", "/v1/long-term-memory/search", new { text = $"\"{phrase}\"", search_mode = "hybrid", limit = 1, recency_boost = false });
        return found.Json.GetProperty("total").GetInt32();
    }
}
