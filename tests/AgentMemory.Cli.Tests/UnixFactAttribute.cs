namespace AgentMemory.Cli.Tests;

/// <summary>For what only Unix has: links that anybody may make, modes of files.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "Unix only";
    }
}
