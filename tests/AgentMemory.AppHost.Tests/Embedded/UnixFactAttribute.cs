namespace AgentMemory.AppHost.Tests;

/// <summary>For tests that send signals, which Windows does not have.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "Sends signals, which Windows does not have";
    }
}
