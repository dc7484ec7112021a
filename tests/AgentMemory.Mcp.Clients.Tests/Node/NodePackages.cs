using System.Diagnostics;
using System.Security.Cryptography;
using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.Mcp.Clients.Tests.Node;

/// <summary>The packages of package-lock.json, installed beside the tests by the first test that needs them.</summary>
internal static class NodePackages
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);

    private static readonly string Npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    private static readonly Lazy<Task> Installed = new(InstallAsync);

    /// <summary>Why the tests cannot run here; <see langword="null"/> when they can.</summary>
    public static string? WhyNot { get; } = SearchPath.Has(Npm)
        ? null
        : "Needs npm: install Node.js 20 or newer (https://nodejs.org) to run MCP's JavaScript clients and its conformance suite";

    /// <summary>Holds the scripts, and <c>node_modules</c> once they are installed.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Node");

    public static string PathOf(params string[] parts) => Path.Combine([Folder, "node_modules", .. parts]);

    /// <exception cref="InvalidOperationException">npm cannot install them.</exception>
    public static Task InstalledAsync() => Installed.Value;

    private static async Task InstallAsync()
    {
        // npm ci empties node_modules first, so this file is there only after an installation that came to its end.
        var mark = PathOf(".installed");
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder, "package-lock.json"))));
        if (File.Exists(mark) && await File.ReadAllTextAsync(mark) == wanted)
            return;

        var start = new ProcessStartInfo(Npm) { WorkingDirectory = Folder };
        foreach (var argument in (string[])["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"])
            start.ArgumentList.Add(argument);
        var result = await ProcessResult.OfAsync(start, InstallLimit);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"npm ci ended with {result.ExitCode} in {Folder}: {result.Error}");
        await File.WriteAllTextAsync(mark, wanted);
    }
}
