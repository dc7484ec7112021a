using System.Reflection;

namespace AgentMemory.AppHost;

/// <summary>Which stack this was built for, and why (Directory.Build.props).</summary>
internal static class StackInfo
{
    private static readonly Dictionary<string, string?> Metadata = typeof(StackInfo).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(entry => entry.Key, entry => entry.Value);

    private static string Version { get; } = typeof(StackInfo).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The version, the stack, and how to get the other one.</summary>
    public static string Describe()
    {
        var stack = Metadata["Stack"]!;
        var description = $"{Version} ({stack} stack: {Metadata["StackReason"]}";
        if (Metadata["HasDistributedStack"] != "true")
            return description + ")";
        var other = stack == "Embedded" ? "Distributed" : "Embedded";
        return $"{description}. For the other: dotnet run -p:Stack={other} --project AgentMemory.AppHost)";
    }
}
