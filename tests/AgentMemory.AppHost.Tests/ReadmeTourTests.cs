using System.Diagnostics;
using System.Text.RegularExpressions;
using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.AppHost.Tests;

/// <summary>The README's tour, pasted into a shell as a reader would.</summary>
public sealed partial class ReadmeTourTests : IDisposable
{
    private static readonly string[] Expected =
    [
        "2",
        "I live in Oslo and hate early flights.\nNoted: no early flights.",
        "ok\nhome: User lives in Oslo",
        "User avoids flights before 9 a.m. (keyword)",
        """
        user: I live in Oslo and hate early flights.
        assistant: Noted: no early flights.
        system: ## Long term memories related to the user's query
        - User avoids flights before 9 a.m. (ID: flights)
        user: Book my flight home.
        """,
        "true\n[\"home\"]\nok, deleted 2 memories\nok",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ShellFact("bash", "curl", "jq")]
    public async Task The_tour_says_what_the_readme_promises()
    {
        var blocks = TourBlock().Matches(await File.ReadAllTextAsync("README.md")).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(Expected.Length, blocks.Length);
        Assert.Contains("M=http://127.0.0.1:8000\n", blocks[0], StringComparison.Ordinal);

        await using (var server = await ServerProcess.StartAsync(_folder.DataFolder))
        {
            Assert.Equal(Expected[0], await PasteAsync(blocks[0], server));
            // The reader is asked to stop or kill the server here.
            await server.KillAsync();
        }

        await using var restarted = await ServerProcess.StartAsync(_folder.DataFolder);
        for (var i = 1; i < blocks.Length; i++)
            Assert.Equal(Expected[i], await PasteAsync(blocks[i], restarted));
    }

    private static async Task<string> PasteAsync(string block, ServerProcess server)
    {
        var address = server.Client.BaseAddress!.ToString().TrimEnd('/');
        var script = $"M={address}\n" + block.Replace("M=http://127.0.0.1:8000\n", "", StringComparison.Ordinal);
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = shell.StandardError.ReadToEndAsync();
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, $"{script}\n{await errors}");
        return output.Trim();
    }

    [GeneratedRegex(@"<!-- tour -->\n```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex TourBlock();
}
