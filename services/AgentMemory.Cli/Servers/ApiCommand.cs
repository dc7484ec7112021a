using System.CommandLine;
using AgentMemory.Cli.Frame;
using AgentMemory.Server;

namespace AgentMemory.Cli.Servers;

/// <summary><c>agent-memory api</c></summary>
internal static class ApiCommand
{
    private const string Details =
        $"""
        {TaskBackend.Details}

        Examples:
          agent-memory api --task-backend asyncio
          agent-memory api --port 8080 & agent-memory task-worker
        """;

    public static Command Create()
    {
        var port = new Option<int?>("--port") { Description = "The port; PORT, or 8000, by default" }.Between(0, 65535);
        var host = new Option<string?>("--host") { Description = "The address to listen on; HOST by default" };
        var reload = new Option<bool>("--reload") { Description = "Has no effect: this program does not run from source" };
        var backend = TaskBackend.Option("docket, or asyncio with USE_DOCKET=false,");
        var noWorker = new Option<bool>("--no-worker") { Description = "Deprecated: --task-backend asyncio" };
        var command = new ToolCommand("api", "Serve the REST interface until told to stop", Details, isServer: true)
        {
            port, host, reload, backend, noWorker,
        };
        command.SetAction(async parsed =>
        {
            var settings = GivenSettings.Load(("PORT", parsed.GetValue(port)), ("HOST", parsed.GetValue(host)));
            if (parsed.GetValue(reload))
                Console.Error.WriteLine("agent-memory: --reload has no effect: start the server again after a change");
            if (parsed.GetValue(noWorker))
                Console.Error.WriteLine("agent-memory: --no-worker is deprecated: use --task-backend asyncio, which it stands for");

            var chosen = parsed.GetValue(noWorker) ? TaskBackend.AsyncIO : parsed.GetValue(backend);
            var isWaiting = chosen is null ? settings.UseDocket : chosen == TaskBackend.Docket;
            if (isWaiting)
                TaskBackend.WarnOfWaiting();
            await MemoryServer.RunAsync(settings, isWaiting ? ServerParts.Api : ServerParts.Api | ServerParts.Worker, ThisBuild.Version);
            return ExitCodes.Ok;
        });
        return command;
    }
}
