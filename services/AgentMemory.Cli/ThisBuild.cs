using System.Reflection;

namespace AgentMemory.Cli;

/// <summary>What was built, for people.</summary>
internal static class ThisBuild
{
    public static string Version { get; } = typeof(ThisBuild).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
