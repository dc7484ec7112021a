using System.CommandLine;
using AgentMemory.Cli.Frame;

namespace AgentMemory.Cli;

internal static class VersionCommand
{
    public static Command Create()
    {
        var format = new FormatOption();
        var command = new Command("version", "Print the version") { format };
        command.SetAction(parsed =>
        {
            if (format.IsJson(parsed))
                JsonOutput.Write(new { ThisBuild.Version });
            else
                Console.Out.WriteLine($"agent-memory-server version {ThisBuild.Version}");
            return ExitCodes.Ok;
        });
        return command;
    }
}
