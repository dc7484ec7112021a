namespace AgentMemory.Cli.Tests;

/// <summary>Is about the embedded stack's tool, which knows no Redis.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EmbeddedFactAttribute : FactAttribute
{
    public EmbeddedFactAttribute()
    {
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, "AgentMemory.Storage.Redis.dll")))
            Skip = "This is the distributed stack";
    }
}
