using System.Diagnostics;
using System.Text.Json;

namespace AgentMemory.Cli.Tests;

[Trait("Spec", "8")]
[Trait("Spec", "12")]
public sealed class ScheduleTaskCommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    [Trait("Trap", "T34")]
    public async Task A_server_runs_it_and_says_how_far_it_is()
    {
        await StoredData.AddAsync(_tool, StoredData.Memory("seed", "A store, so that the server starts on it"));
        await using var server = await ServerProcess.StartAsync(_tool.DataFolder);

        // The periodic compaction of the start is over, or does not know of these.
        await StoredData.AddAsync(_tool, StoredData.Memory("m1", "same"), StoredData.Memory("m2", "same"));
        var scheduled = await _tool.JsonAsync("schedule_task", "agent_memory_server.long_term_memory:compact_long_term_memories");

        Assert.Equal(["task_id", "task", "arguments"], scheduled.AsObject().Select(member => member.Key));
        var task = await EndedAsync(server, (string)scheduled["task_id"]!);
        Assert.Equal(("compact_long_term_memories", "success"), (task.GetProperty("type").GetString(), task.GetProperty("status").GetString()));
        Assert.Equal(2, (int)(await _tool.JsonAsync("search"))["total"]!);
    }

    [Fact]
    public async Task Arguments_are_typed_and_found_again()
    {
        await StoredData.AddSessionAsync(_tool, new(new("shop", null), "007"), "Hello");

        var scheduled = await _tool.JsonAsync(
            "schedule-task", "summarize_session", "-a", "session_id=007", "--args", "namespace=shop", "-a", "context_window_max=4000",
            "-a", "model_name=a=b");

        Assert.Equal(
            """{"session_id":7,"namespace":"shop","context_window_max":4000,"model_name":"a=b"}""", scheduled["arguments"]!.ToJsonString());
        Assert.Equal(
            """{"session_id":"007","model_name":"a=b","context_window_max":4000}""",
            StoredData.Run(_tool, $"SELECT payload FROM task WHERE id = '{scheduled["task_id"]}' AND tracked = 1"));
    }

    [Fact]
    public async Task An_unknown_name_lists_those_there_are()
    {
        var refused = await _tool.RunAsync("schedule-task", "agent_memory_server.tasks.make_tea");

        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("there is no task agent_memory_server.tasks.make_tea", refused.Error, StringComparison.Ordinal);
        Assert.Contains("promote_working_memory session_id=", refused.Error, StringComparison.Ordinal);

        var listed = await _tool.JsonAsync("schedule-task", "--list");
        Assert.All(listed.AsArray(), task => Assert.Contains((string)task!["name"]!, refused.Error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, "key=value", "compact_long_term_memories", "-a", "limit")]
    [InlineData(1, "takes no arguments", "compact_long_term_memories", "-a", "limit=5")]
    [InlineData(1, "session_id", "promote_working_memory")]
    [InlineData(1, "Session s1 not found", "promote_working_memory", "-a", "session_id=s1")]
    [InlineData(2, "--list")]
    public async Task What_does_not_fit_is_refused(int exitCode, string named, params string[] arguments)
    {
        var result = await _tool.RunAsync(["schedule-task", .. arguments]);

        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> EndedAsync(ServerProcess server, string id)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var task = (await server.Client.OkAsync("GET", $"/v1/tasks/{id}")).Json;
            if (task.GetProperty("status").GetString() is "success" or "failed")
                return task;
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, "The task did not end in time");
            await Task.Delay(20);
        }
    }
}
