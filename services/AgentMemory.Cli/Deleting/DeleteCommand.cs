using System.CommandLine;
using AgentMemory.Cli.Frame;

namespace AgentMemory.Cli.Deleting;

/// <summary><c>agent-memory delete …</c></summary>
internal static class DeleteCommand
{
    private const string Details =
        """
        Nothing is deleted before you have said so, on the terminal or with --force. What is deleted is gone for running
        servers from their next request on.
        """;

    public static Command Create() => new ToolCommand("delete", "Delete memories or sessions", Details)
    {
        DeleteMemoryCommand.Create(),
        DeleteSessionCommand.Create(),
    };
}
