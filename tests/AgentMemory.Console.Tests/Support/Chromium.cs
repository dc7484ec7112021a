namespace AgentMemory.ConsoleTests.Support;

/// <summary>The browser of all tests, started once: the system's own Chromium, headless.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    /// <exception cref="Xunit.Sdk.SkipException">There is no browser.</exception>
    public async Task InitializeAsync()
    {
        var program = Find() ?? throw Xunit.Sdk.SkipException.ForSkip(
            $"No browser: none of {string.Join(", ", Names)} is on the PATH (Debian: apt-get install chromium)");
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            // Containers have neither the user namespaces its sandbox needs nor room in /dev/shm.
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"],
        });
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        _playwright?.Dispose();
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)))
        .FirstOrDefault(File.Exists);
}
