namespace AgentMemory.WorkingMemory;

/// <summary>Context window sizes by model name (spec 9.4).</summary>
public static class ModelContextWindows
{
    public static int Of(string? modelName) => throw new NotImplementedException();
}
