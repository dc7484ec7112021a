namespace AgentMemory.Cli.Tests.Servers;

public sealed class ApiCommandTests : IDisposable
{
    private readonly CommandLine _tool = new();

    public ApiCommandTests() => _tool.Variables["EXTRACTION_DEBOUNCE_SECONDS"] = "1";

    public void Dispose() => _tool.Dispose();

    [UnixFact]
    public async Task With_asyncio_one_process_serves_and_remembers_and_ends_when_told()
    {
        await using var server = await RunningTool.StartAsync(_tool, "api", "--port", "0", "--task-backend", "asyncio");
        using var client = server.Client();
        await client.SayAsync();

        await client.RemembersAsync();

        Assert.Null(server.Said("MCP"));
        Assert.DoesNotContain("task-worker", server.Errors, StringComparison.Ordinal);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task With_docket_it_tells_that_a_worker_is_missing_and_a_worker_does_the_work()
    {
        await using var server = await RunningTool.StartAsync(_tool, "api", "--port", "0");
        using var client = server.Client();
        await client.SayAsync();
        Assert.Contains("`agent-memory task-worker`", server.Errors, StringComparison.Ordinal);

        await using var worker = await RunningTool.StartAsync(_tool, "task_worker", "--concurrency", "2", "--redelivery_timeout", "5");

        await client.RemembersAsync();
    }

    [Theory]
    [InlineData("--no-worker", "--task-backend asyncio")]
    [InlineData("--reload", "--reload has no effect")]
    public async Task Options_of_old_are_accepted_and_explained(string option, string explanation)
    {
        await using var server = await RunningTool.StartAsync(_tool, "api", "--port", "0", "--host", "127.0.0.1", option);

        Assert.Contains(explanation, server.Errors, StringComparison.Ordinal);
        Assert.Equal(option != "--no-worker", server.Said("Worker") is not null);
    }

    [Fact]
    public async Task Without_docket_servers_do_the_work_and_no_worker_starts()
    {
        _tool.Variables["USE_DOCKET"] = "false";

        await using var server = await RunningTool.StartAsync(_tool, "api", "--port", "0");
        Assert.Null(server.Said("Worker"));

        var worker = await _tool.RunAsync("task-worker");
        Assert.Equal(1, worker.ExitCode);
        Assert.Contains("USE_DOCKET", worker.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port", "api", "--port", "70000")]
    [InlineData("'asyncio'", "api", "--task-backend", "celery")]
    [InlineData("--concurrency", "task-worker", "--concurrency", "0")]
    [InlineData("--redelivery-timeout", "task-worker", "--redelivery-timeout", "0")]
    [InlineData("'streamable-http'", "mcp", "--mode", "http")]
    [InlineData("--token", "mcp", "--token", "am_x")]
    [InlineData("--mode", "mcp", "--server", "http://127.0.0.1:9000", "--mode", "sse")]
    [InlineData("--port", "mcp", "--server", "http://127.0.0.1:9000", "--port", "1")]
    public async Task A_wrong_command_line_is_told_what_is_wrong(string what, params string[] arguments)
    {
        var result = await _tool.RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(what, result.Error.Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_authentication_no_other_machine_is_served()
    {
        var result = await _tool.RunAsync("api", "--port", "0", "--host", "0.0.0.0");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("HOST", result.Error, StringComparison.Ordinal);
    }
}
