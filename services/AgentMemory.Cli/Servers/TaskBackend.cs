using System.CommandLine;

namespace AgentMemory.Cli.Servers;

/// <summary>Who does the background work. The names are the reference server's; every process uses the one queue in the store.</summary>
internal static class TaskBackend
{
    /// <summary>This process.</summary>
    public const string AsyncIO = "asyncio";

    /// <summary>Processes of their own: <c>agent-memory task-worker</c>.</summary>
    public const string Docket = "docket";

    public const string Details =
        """
        Background work makes memories of conversations, tags them and finds duplicates. With asyncio this process does it;
        with docket it waits in the store for agent-memory task-worker. Both may run at once: no task is done twice.
        """;

    public static Option<string?> Option(string shownDefault)
    {
        var option = new Option<string?>("--task-backend")
        {
            Description = $"asyncio: this process does background work; docket: a task-worker does ({shownDefault} by default)",
        };
        option.AcceptOnlyFromAmong(AsyncIO, Docket);
        return option;
    }

    public static void WarnOfWaiting() => Console.Error.WriteLine(
        "agent-memory: this process does no background work: start `agent-memory task-worker` beside it on the same data, "
        + "or this with --task-backend asyncio; until then no conversation becomes memories");
}
