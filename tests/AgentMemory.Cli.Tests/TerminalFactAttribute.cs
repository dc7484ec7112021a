namespace AgentMemory.Cli.Tests;

/// <summary>Needs a terminal, which the program <c>script</c> of util-linux makes.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TerminalFactAttribute : FactAttribute
{
    public const string Script = "/usr/bin/script";

    public TerminalFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Script))
            Skip = $"A terminal is made by {Script} of util-linux, which is not here";
    }
}
