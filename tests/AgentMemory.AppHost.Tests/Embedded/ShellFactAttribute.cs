using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.AppHost.Tests;

/// <summary>For tests that paste into a shell what the documentation tells a reader to paste.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ShellFactAttribute : FactAttribute
{
    public ShellFactAttribute(params string[] tools)
    {
        var missing = tools.Where(tool => !SearchPath.Has(tool)).ToArray();
        if (missing.Length > 0)
            Skip = $"Needs {string.Join(", ", missing)} on the PATH";
    }
}
