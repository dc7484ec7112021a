namespace AgentMemory.Tests.Extraction.Judged;

/// <summary>For tests on the LoCoMo conversations, which their licence keeps out of this repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LocomoFactAttribute : FactAttribute
{
    public const string Variable = "AGENT_MEMORY_LOCOMO";

    public LocomoFactAttribute()
    {
        if (File is null)
            Skip = $"Needs {Variable} to name a file of LoCoMo conversations, in the form of locomo10.json";
    }

    public static string? File => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file ? file : null;
}
