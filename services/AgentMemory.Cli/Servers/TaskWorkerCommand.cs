using System.CommandLine;
using AgentMemory.Cli.Frame;
using AgentMemory.Server;

namespace AgentMemory.Cli.Servers;

/// <summary><c>agent-memory task-worker</c></summary>
internal static class TaskWorkerCommand
{
    private const string Details =
        """
        Any number may run on one data folder, beside any number of servers. A task that is under way when its process dies is
        taken over by another; one that runs long keeps being its worker's, so the time-out below may be short.

        Examples:
          agent-memory task-worker
          agent-memory task-worker --concurrency 2
        """;

    public static Command Create()
    {
        var concurrency = new Option<int?>("--concurrency") { Description = "Tasks at once; WORKER_CONCURRENCY, or 10, by default" }
            .Between(1, 1000);
        var redelivery = new Option<int?>("--redelivery-timeout")
        {
            Description = "Seconds after which the tasks of a worker that died are taken over; "
                + "WORKER_REDELIVERY_SECONDS, or 30, by default",
        }.Between(1, 86_400);
        var command = new ToolCommand("task-worker", "Do background work until told to stop", Details, isServer: true)
        {
            concurrency, redelivery,
        };
        command.SetAction(async parsed =>
        {
            var settings = GivenSettings.Load(
                ("WORKER_CONCURRENCY", parsed.GetValue(concurrency)), ("WORKER_REDELIVERY_SECONDS", parsed.GetValue(redelivery)));
            if (!settings.UseDocket)
            {
                Console.Error.WriteLine(
                    "agent-memory: USE_DOCKET=false: the servers do background work themselves; remove it to run workers of their own");
                return ExitCodes.Failed;
            }
            await MemoryServer.RunAsync(settings, ServerParts.Worker, ThisBuild.Version);
            return ExitCodes.Ok;
        });
        return command;
    }
}
