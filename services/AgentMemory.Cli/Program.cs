using System.CommandLine;
using AgentMemory.Cli;
using AgentMemory.Cli.Evaluation;
using AgentMemory.Cli.Tokens;
using AgentMemory.Hosting;

const int UsageError = 2;

var root = new RootCommand("Administers an AgentMemory server's data. Settings are the server's own: docs/configuration.md.")
{
    VersionCommand.Create(),
    TokenCommand.Create(),
    EvaluateCommand.Create(),
};
var command = root.Parse(args);
var exitCode = 0;
var refused = await OperatorErrors.RunAsync(async () =>
    exitCode = await command.InvokeAsync(new() { EnableDefaultExceptionHandler = false }));
return refused != 0 ? refused : command.Errors.Count > 0 ? UsageError : exitCode;
