using System.Diagnostics;

namespace AgentMemory.AppHost.Tests.Processes;

/// <summary>How a program that was built beside this one is started, with nothing of this process's own settings.</summary>
public static class DotnetProgram
{
    /// <summary>What a .NET process needs from its surroundings; everything else could be a setting of the server.</summary>
    private static readonly string[] Inherited =
        ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot", "USERPROFILE", "LD_LIBRARY_PATH"];

    /// <summary>The dotnet that runs this process.</summary>
    private static string Dotnet { get; } = Path.GetFullPath(Path.Combine(
        Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..",
        OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    public static ProcessStartInfo Describe(
        string assembly, string workingDirectory, IEnumerable<KeyValuePair<string, string>> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo(Dotnet)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        foreach (var name in start.Environment.Keys.ToArray())
        {
            if (!Inherited.Contains(name, StringComparer.OrdinalIgnoreCase) && !name.StartsWith("DOTNET_", StringComparison.Ordinal))
                start.Environment.Remove(name);
        }
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return start;
    }
}
