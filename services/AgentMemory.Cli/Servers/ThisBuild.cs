using System.Reflection;

namespace AgentMemory.Cli.Servers;

/// <summary>What was built, for people.</summary>
internal static class ThisBuild
{
    public static string Description { get; } = typeof(ThisBuild).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
