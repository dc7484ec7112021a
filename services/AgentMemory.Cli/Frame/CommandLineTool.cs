using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text;
using AgentMemory.Hosting;

namespace AgentMemory.Cli.Frame;

/// <summary>Runs one command line, and tells what went wrong with it on standard error, one line per problem.</summary>
internal static class CommandLineTool
{
    private const string Details =
        """
        Every command has more to say: agent-memory <command> --help. Names may be spelled with underscores.

        Exit codes:
          0    done
          1    refused, declined, not found or failed; standard error says why
          2    the command line is wrong, or --force is missing where nobody can be asked
          130  interrupted

        Settings are the server's: the environment, .env in the working directory, or the file that REDIS_MEMORY_CONFIG
        names. AGENT_MEMORY_DATA is the data folder (.agent-memory by default). A server may run on it meanwhile.
        """;

    public static async Task<int> RunAsync(RootCommand root, string[] arguments)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        DetailedHelp.AddTo(root, Details);

        // Without response files: a query may begin with @.
        var parsed = root.Parse(Underscores.ToDashes(root, arguments), new() { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
            return Refuse(parsed, Problems(parsed));
        if (parsed.Action == parsed.CommandResult.Command.Action && UnknownOption(parsed) is { } option)
            return Refuse(parsed, [$"there is no option {option}; put -- before text that begins with a dash"]);

        var exitCode = ExitCodes.Ok;
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        if (parsed.CommandResult.Command is ToolCommand command)
            invocation.ProcessTerminationTimeout = command.IsServer ? null : command.TimeToEnd; // A server's host waits by itself.
        try
        {
            var refused = await OperatorErrors.RunAsync(async () => exitCode = await parsed.InvokeAsync(invocation));
            return refused != 0 ? ExitCodes.Failed : exitCode;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("agent-memory: interrupted");
            return ExitCodes.Interrupted;
        }
    }

    /// <summary>A command that is not there is told; that one is missing therefore is not.</summary>
    private static IEnumerable<string> Problems(ParseResult parsed) => parsed.UnmatchedTokens is [var unknown, ..]
        ? [$"there is no command or option {unknown}"]
        : parsed.Errors.Select(error => error.Message).Distinct();

    /// <summary>The parser takes an option it does not know for an argument: a query, or an id to delete.</summary>
    private static string? UnknownOption(ParseResult parsed)
    {
        var open = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).ToHashSet();
        return parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .FirstOrDefault(token => token.Value is ['-', _, ..] && open.Contains(token))?.Value;
    }

    private static int Refuse(ParseResult parsed, IEnumerable<string> problems)
    {
        foreach (var problem in problems)
            Console.Error.WriteLine($"agent-memory: {string.Join(' ', problem.Split('\n', StringSplitOptions.TrimEntries))}");
        var command = parsed.CommandResult.Command;
        var path = command is RootCommand ? "" : $" {Path(command)}";
        Console.Error.WriteLine($"agent-memory: see agent-memory{path} --help");
        return ExitCodes.Usage;
    }

    private static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault(parent => parent is not RootCommand) is { } parent
            ? $"{Path(parent)} {command.Name}"
            : command.Name;
}
