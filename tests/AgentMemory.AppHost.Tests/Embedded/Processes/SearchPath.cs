namespace AgentMemory.AppHost.Tests.Processes;

/// <summary>The folders in which programs are looked for by name.</summary>
internal static class SearchPath
{
    /// <param name="program">With its extension, where it has one.</param>
    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
