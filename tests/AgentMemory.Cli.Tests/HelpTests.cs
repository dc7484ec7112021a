namespace AgentMemory.Cli.Tests;

[Trait("Spec", "8")]
public sealed class HelpTests : IDisposable
{
    private readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task The_root_tells_the_exit_codes_and_the_commands()
    {
        var help = await _tool.RunAsync("--help");

        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.Contains("Exit codes:", help.Output, StringComparison.Ordinal);
        foreach (var command in (string[])
            ["api", "mcp", "task-worker", "version", "search", "delete", "token", "schedule-task", "rebuild-index", "migrate-memories",
                "migrate-working-memory", "migrate-from-reference", "evaluate", "completion"])
            Assert.Matches($@"(?m)^  {command}\s", help.Output);
    }

    [Theory]
    [InlineData("search")]
    [InlineData("delete", "memory")]
    [InlineData("delete", "session")]
    [InlineData("token", "add")]
    [InlineData("schedule_task")]
    [InlineData("rebuild_index")]
    [InlineData("migrate_memories")]
    [InlineData("migrate_working_memory")]
    [InlineData("migrate_from_reference")]
    [InlineData("evaluate")]
    [InlineData("evaluate", "compare")]
    public async Task A_command_explains_itself_under_both_spellings(params string[] command)
    {
        var help = await _tool.RunAsync([.. command, "--help"]);

        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.Contains($"agent-memory {string.Join(' ', command).Replace('_', '-')} ", help.Output, StringComparison.Ordinal);
        Assert.Matches("(?m)^Examples?:\r?\n  agent-memory ", help.Output);
        Assert.DoesNotContain('_', help.Output.Split("Options:")[1].Split("\n\n")[0].Split("--text-scorer")[0]);
        Assert.False(Directory.Exists(_tool.DataFolder));
    }

    [Theory]
    [InlineData("there is no command or option serch", "serch")]
    [InlineData("there is no option --colour", "search", "--colour")]
    [InlineData("there is no option --empty-txt", "delete", "memory", "--empty-txt", "-f")]
    [InlineData("Required command was not provided", "delete")]
    public async Task What_is_not_there_is_named_with_where_to_look(string named, params string[] arguments)
    {
        var result = await _tool.RunAsync(arguments);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
        Assert.Matches("agent-memory: see agent-memory.* --help", result.Error);
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_is_one_line_and_exit_code_1()
    {
        Directory.CreateDirectory(_tool.DataFolder);
        await File.WriteAllTextAsync(Path.Combine(_tool.DataFolder, "memory.db"), new string('x', 5000));

        var result = await _tool.RunAsync("search", "--format", "json");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("agent-memory: ", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Trim().Split('\n'));
    }
}
