using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentMemory.Mcp.Clients.Tests.Node;

/// <summary>A JavaScript program, run by the Node.js that package-lock.json brings, or by the machine's where it brings none.</summary>
internal static class NodeProgram
{
    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(2);

    /// <param name="path">Of the program, below the folder of the packages.</param>
    public static async Task<ProcessResult> RunAsync(string path, params string[] arguments) =>
        await ProcessResult.OfAsync(await DescribeAsync(path, arguments), RunLimit);

    /// <summary>How the program is started, once its packages are installed.</summary>
    public static async Task<ProcessStartInfo> DescribeAsync(string path, params string[] arguments)
    {
        await NodePackages.InstalledAsync();
        var start = new ProcessStartInfo(Executable) { WorkingDirectory = NodePackages.Folder };
        start.ArgumentList.Add(Path.Combine(NodePackages.Folder, path));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return start;
    }

    /// <summary>Runs a program that prints one JSON document, and must succeed.</summary>
    public static async Task<JsonElement> AskAsync(string path, params string[] arguments)
    {
        var result = await RunAsync(path, arguments);
        Assert.True(result.ExitCode == 0, $"{path} ended with {result.ExitCode}:\n{result.Error}\n{result.Output}");
        return JsonDocument.Parse(result.Output).RootElement;
    }

    private static string Executable
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
            var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
            var file = OperatingSystem.IsWindows() ? "node.exe" : "node";
            var packaged = NodePackages.PathOf($"node-{system}-{architecture}", "bin", file);
            return File.Exists(packaged) ? packaged : file;
        }
    }
}
