namespace AgentMemory.Cli.Tests;

[AttributeUsage(AttributeTargets.Method)]
internal sealed class BashFactAttribute : FactAttribute
{
    public const string Bash = "/bin/bash";

    public BashFactAttribute()
    {
        if (!File.Exists(Bash))
            Skip = $"{Bash} is not here";
    }
}
