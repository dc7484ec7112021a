using System.CommandLine;

namespace AgentMemory.Cli.Frame;

/// <summary>A command whose help says more than one line.</summary>
/// <param name="details">Printed at the end of its help: what to know before using it, and examples.</param>
/// <param name="isServer">Whether it runs until the process is told to stop, which it then does by itself.</param>
internal sealed class ToolCommand(string name, string description, string details, bool isServer = false)
    : Command(name, description)
{
    public string Details { get; } = details;

    public bool IsServer { get; } = isServer;

    /// <summary>How long it may go on after an interruption, to leave things as they were.</summary>
    public TimeSpan TimeToEnd { get; set; } = TimeSpan.FromSeconds(2);
}
