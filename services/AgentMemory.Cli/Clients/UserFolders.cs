namespace AgentMemory.Cli.Clients;

/// <summary>Where programs of this user keep their configuration. Absolute.</summary>
/// <param name="Home">The user's own folder.</param>
/// <param name="Configuration">
/// <c>%APPDATA%</c> on Windows, <c>~/Library/Application Support</c> on macOS, <c>$XDG_CONFIG_HOME</c> or <c>~/.config</c> elsewhere.
/// </param>
/// <param name="Project">The working directory.</param>
internal sealed record UserFolders(string Home, string Configuration, string Project)
{
    /// <summary>As the environment has them, which on Windows the system's own answer ignores.</summary>
    public static UserFolders OfThisProcess() => new(
        OnWindows("USERPROFILE") ?? Folder(Environment.SpecialFolder.UserProfile),
        OnWindows("APPDATA") ?? Folder(Environment.SpecialFolder.ApplicationData),
        Directory.GetCurrentDirectory());

    private static string? OnWindows(string variable) =>
        OperatingSystem.IsWindows() ? Environment.GetEnvironmentVariable(variable) : null;

    private static string Folder(Environment.SpecialFolder folder) =>
        Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);
}
