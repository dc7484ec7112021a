using System.CommandLine;
using AgentMemory.Cli;
using AgentMemory.Cli.Completing;
using AgentMemory.Cli.Deleting;
using AgentMemory.Cli.Evaluation;
using AgentMemory.Cli.Frame;
using AgentMemory.Cli.Maintaining;
using AgentMemory.Cli.Scheduling;
using AgentMemory.Cli.Searching;
using AgentMemory.Cli.Servers;
using AgentMemory.Cli.Tokens;

return await CommandLineTool.RunAsync(
    new RootCommand("Runs AgentMemory's servers and administers their data.")
    {
        ApiCommand.Create(),
        McpCommand.Create(),
        TaskWorkerCommand.Create(),
        VersionCommand.Create(),
        SearchCommand.Create(),
        DeleteCommand.Create(),
        TokenCommand.Create(),
        ScheduleTaskCommand.Create(),
        RebuildIndexCommand.Create(),
        MigrateMemoriesCommand.Create(),
        MigrateWorkingMemoryCommand.Create(),
        MigrateFromReferenceCommand.Create(),
        EvaluateCommand.Create(),
        CompletionCommand.Create(),
    },
    args);
