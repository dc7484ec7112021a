using System.CommandLine;
using AgentMemory.Cli;
using AgentMemory.Cli.Evaluation;
using AgentMemory.Cli.Frame;
using AgentMemory.Cli.Tokens;

return await CommandLineTool.RunAsync(
    new RootCommand("Administers an AgentMemory server's data.")
    {
        VersionCommand.Create(),
        TokenCommand.Create(),
        EvaluateCommand.Create(),
    },
    args);
