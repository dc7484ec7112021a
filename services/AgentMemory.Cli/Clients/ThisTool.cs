namespace AgentMemory.Cli.Clients;

/// <summary>How this tool is started from any folder: as it was started now.</summary>
internal static class ThisTool
{
    /// <summary>Absolute.</summary>
    public static string Command => Environment.ProcessPath!;

    /// <summary>What stands before the tool's own arguments: the assembly, when dotnet runs it.</summary>
    public static IReadOnlyList<string> FirstArguments =>
        Path.GetFileNameWithoutExtension(Command) == "dotnet"
            ? [Path.Combine(AppContext.BaseDirectory, typeof(ThisTool).Assembly.GetName().Name + ".dll")]
            : [];
}
