using System.CommandLine;
using System.CommandLine.Parsing;
using AgentMemory.Cli.Frame;
using AgentMemory.Hosting.Settings;

namespace AgentMemory.Cli.Clients;

/// <summary><c>agent-memory mcp install</c>: puts this server into a client's configuration.</summary>
internal static class McpInstallCommand
{
    private const int LongestName = 64;

    private const string Details =
        """
        Without --server the client starts this tool itself, on the data folder of --data or AGENT_MEMORY_DATA; any number of
        clients and a running server share one. With --server it uses a server that runs already.

        Everything else in the file stays, also what you add to the entry: variables such as OPENAI_API_KEY under "env".
        The file as it was is kept beside it. A file with comments is left alone, and what to add is printed.

        Examples:
          agent-memory mcp install --client claude
          agent-memory mcp install --client vscode --scope project --namespace work
          agent-memory mcp install --client cursor --server https://memory.example.com --token <token>
          agent-memory mcp install --client claude-code --print
        """;

    public static Command Create()
    {
        var client = new Option<string>("--client") { Description = "The program that is to remember", Required = true };
        client.AcceptOnlyFromAmong([.. McpClientProgram.Names]);
        var scope = new Option<string>("--scope")
        {
            Description = "For all you do, or for the project in this folder",
            DefaultValueFactory = _ => "user",
        };
        scope.AcceptOnlyFromAmong("user", "project");
        var name = new Option<string>("--name") { Description = "What the client calls the server", DefaultValueFactory = _ => "agent-memory" };
        name.Validators.Add(CheckName);
        var data = new Option<string?>("--data") { Description = "The data folder; AGENT_MEMORY_DATA by default" };
        var server = ServerAddress.Option();
        var token = new Option<string?>("--token") { Description = "For --server; AGENT_MEMORY_TOKEN by default" };
        var @namespace = new Option<string?>("--namespace", "-n") { Description = "What calls that name no namespace are about" };
        var user = new Option<string?>("--user-id", "-u") { Description = "Whom calls that name no user are about" };
        var print = new Option<bool>("--print") { Description = "Print what belongs in the file, and write nothing" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Tell what would change, and write nothing" };
        var force = Confirmation.ForceOption();

        var command = new ToolCommand("install", "Put this server into a client's configuration", Details)
        {
            client, scope, name, data, server, token, @namespace, user, print, dryRun, force,
        };
        command.Validators.Add(given =>
        {
            if (given.GetResult(data) is not null && given.GetResult(server) is not null)
                given.AddError("--data and --server exclude each other: a running server has its own data folder");
            if (given.GetResult(token) is not null && given.GetResult(server) is null)
                given.AddError("--token is for --server: a server that the client starts needs none");
        });
        command.SetAction(parsed =>
        {
            var program = McpClientProgram.Of(parsed.GetRequiredValue(client), UserFolders.OfThisProcess());
            ServerConnection connection = parsed.GetValue(server) is { } address
                ? new RemoteServer(
                    address, ServerAddress.Token(parsed.GetValue(token)), parsed.GetValue(@namespace), parsed.GetValue(user))
                : new LocalServer(Folder(parsed.GetValue(data)), parsed.GetValue(@namespace), parsed.GetValue(user));
            var installation = new Installation(program, parsed.GetRequiredValue(name), ServerEntry.For(program, connection));
            if (parsed.GetValue(print))
                return installation.Print();

            var isProject = parsed.GetRequiredValue(scope) == "project";
            if ((isProject ? program.ProjectFile : program.UserFile) is not { } path)
            {
                Console.Error.WriteLine($"agent-memory: --scope: {program.Title} has no configuration for a project; leave it out");
                return ExitCodes.Usage;
            }
            return installation.Into(ConfigurationFile.Read(path), parsed.GetValue(dryRun), parsed.GetValue(force));
        });
        return command;
    }

    private static string Folder(string? given) =>
        given is null ? MemorySettings.Load(SettingsSources.OfThisProcess()).DataFolder : Path.GetFullPath(given);

    /// <summary>Clients make names of tools from it.</summary>
    private static void CheckName(OptionResult given)
    {
        if (given.Tokens is [var token] && (token.Value.Length is < 1 or > LongestName
            || !token.Value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')))
            given.AddError($"--name: use 1 to {LongestName} of the letters a-z, digits, - and _");
    }
}
