using System.CommandLine;
using System.CommandLine.Parsing;
using AgentMemory.Cli.Clients;
using AgentMemory.Cli.Frame;
using AgentMemory.Mcp.Transports.Remote;
using AgentMemory.Server;

namespace AgentMemory.Cli.Servers;

/// <summary><c>agent-memory mcp</c>, and what is below it.</summary>
internal static class McpCommand
{
    private const string Stdio = "stdio";

    private const string Details =
        $"""
        stdio is for clients that start this command themselves; agent-memory mcp install tells them to. The data folder is
        AGENT_MEMORY_DATA, which any number of clients and a running server may share. The other modes serve MCP_HOST and
        MCP_PORT, both alike: streamable HTTP at /mcp and /<namespace>/mcp, SSE at /sse and /<namespace>/sse.

        With --server it keeps nothing itself: it passes on what a client says on stdio to a server that runs elsewhere.

        {TaskBackend.Details}

        Examples:
          agent-memory mcp
          agent-memory mcp --mode streamable-http --port 9000
          AGENT_MEMORY_TOKEN=<token> agent-memory mcp --server https://memory.example.com --namespace work
        """;

    public static Command Create()
    {
        var mode = new Option<string>("--mode") { Description = "What carries the protocol", DefaultValueFactory = _ => Stdio };
        mode.AcceptOnlyFromAmong(Stdio, "sse", "streamable-http");
        var port = new Option<int?>("--port") { Description = "The port, but for stdio; MCP_PORT, or 9000, by default" }.Between(0, 65535);
        var backend = TaskBackend.Option(TaskBackend.AsyncIO);
        var server = ServerAddress.Option();
        var token = new Option<string?>("--token") { Description = "For --server; AGENT_MEMORY_TOKEN by default" };
        var @namespace = new Option<string?>("--namespace", "-n") { Description = "What calls that name no namespace are about" };
        var user = new Option<string?>("--user-id", "-u") { Description = "Whom calls that name no user are about" };
        var command = new ToolCommand("mcp", "Serve the Model Context Protocol until told to stop", Details, isServer: true)
        {
            mode, port, backend, server, token, @namespace, user, McpInstallCommand.Create(),
        };
        command.Validators.Add(given => Check(given, server, token, mode, port, backend));
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(server) is { } address)
            {
                await RemoteMcpStdio.RunAsync(
                    address, ServerAddress.Token(parsed.GetValue(token)),
                    parsed.GetValue(@namespace), parsed.GetValue(user), cancellationToken);
                return ExitCodes.Ok;
            }

            var settings = GivenSettings.Load(
                ("MCP_PORT", parsed.GetValue(port)),
                ("DEFAULT_MCP_NAMESPACE", parsed.GetValue(@namespace)),
                ("DEFAULT_MCP_USER_ID", parsed.GetValue(user)));
            var withWorker = parsed.GetValue(backend) != TaskBackend.Docket;
            if (!withWorker)
                TaskBackend.WarnOfWaiting();
            if (parsed.GetValue(mode) == Stdio)
                await MemoryMcpStdio.RunAsync(settings, withWorker, cancellationToken);
            else
                await MemoryServer.RunAsync(settings, withWorker ? ServerParts.Mcp | ServerParts.Worker : ServerParts.Mcp, ThisBuild.Version);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Check(CommandResult given, Option server, Option token, params Option[] ownServer)
    {
        var isElsewhere = given.GetResult(server) is not null;
        if (!isElsewhere && given.GetResult(token) is not null)
            given.AddError("--token is for --server: what this process serves itself takes its tokens from the data folder");
        foreach (var option in ownServer)
        {
            if (isElsewhere && given.GetResult(option) is { Implicit: false })
                given.AddError($"{option.Name} and --server exclude each other: with --server this process serves nothing itself");
        }
    }
}
