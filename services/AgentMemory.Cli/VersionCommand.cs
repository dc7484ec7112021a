using System.CommandLine;
using System.Reflection;

namespace AgentMemory.Cli;

internal static class VersionCommand
{
    public static Command Create()
    {
        var command = new Command("version", "Print the version");
        command.SetAction(_ => Console.Out.WriteLine($"agent-memory-server version {Version}"));
        return command;
    }

    private static string Version => typeof(VersionCommand).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
