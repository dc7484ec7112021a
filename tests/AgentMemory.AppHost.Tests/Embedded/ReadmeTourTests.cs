using System.Diagnostics;
using System.Text.RegularExpressions;
using AgentMemory.AppHost.Tests.Processes;
using AgentMemory.ModelServers;

namespace AgentMemory.AppHost.Tests;

/// <summary>The README's tour, pasted into a shell as a reader would.</summary>
public sealed partial class ReadmeTourTests : IDisposable
{
    /// <summary>The reader waits half a minute; a test need not.</summary>
    private static readonly (string, string) Impatient = ("EXTRACTION_DEBOUNCE_SECONDS", "1");

    private static readonly string[] Expected =
    [
        "2",
        "User hates early flights. (deterministic)\nUser lives in Oslo. (deterministic)",
        """
        User lives in Oslo. Message 1 says "I live in Oslo".
        extraction.completed
        memory.created
        session.appended
        """,
        "I live in Oslo and hate early flights.\nNoted: no early flights.",
        "ok\nseat: User prefers aisle seats",
        "User avoids flights before 9 a.m. (keyword)",
        """
        user: I live in Oslo and hate early flights.
        assistant: Noted: no early flights.
        system: ## Long term memories related to the user's query
        - User hates early flights. (ID: …)
        - User avoids flights before 9 a.m. (ID: flights)
        user: Book my flight home.
        """,
        "true\n3\nok, deleted 2 memories\nok",
    ];

    private const string ExpectedWithModel =
        """
        2
        User's sister Maya arrives in Oslo on 2026-05-02. [family travel] test-model
        User's sister Maya loves jazz. [family music] test-model
        1 call, failures 0
        """;

    /// <summary>What a model says to the tour's conversation: here it is played, so that the answer is always the same.</summary>
    private const string ModelAnswer =
        """
        {"memories": [
          {"type": "episodic", "text": "User's sister Maya arrives in Oslo on 2026-05-02.", "topics": ["family", "travel"],
           "entities": ["Maya", "Oslo"], "event_date": "2026-05-02", "sources": ["m2"], "quote": "She arrives tomorrow"},
          {"type": "semantic", "text": "User's sister Maya loves jazz.", "topics": ["family", "music"], "entities": ["Maya"],
           "event_date": null, "sources": ["m2"], "quote": "loves jazz"}
        ]}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ShellFact("bash", "curl", "jq")]
    public async Task The_tour_says_what_the_readme_promises()
    {
        var blocks = await BlocksAsync(TourBlock());
        Assert.Equal(Expected.Length, blocks.Length);
        Assert.Contains("M=http://127.0.0.1:8000\n", blocks[0], StringComparison.Ordinal);

        await using (var server = await ServerProcess.StartAsync(_folder.DataFolder, Impatient))
        {
            for (var i = 0; i < 3; i++)
                Assert.Equal(Expected[i], await PasteAsync(blocks[i], server));
            // The reader is asked to stop or kill the server here.
            await server.KillAsync();
        }

        await using var restarted = await ServerProcess.StartAsync(_folder.DataFolder, Impatient);
        for (var i = 3; i < blocks.Length; i++)
            Assert.Equal(Expected[i], NewId().Replace(await PasteAsync(blocks[i], restarted), "…"));
    }

    [ShellFact("bash", "curl", "jq")]
    public async Task The_tour_with_a_model_says_what_the_readme_promises()
    {
        await using var model = await ModelServer.StartAsync();
        model.Answer = _ => ModelAnswer;
        await using var server = await ServerProcess.StartAsync(
            _folder.DataFolder, Impatient, ("OPENAI_API_BASE", model.OpenAIBase.ToString()), ("GENERATION_MODEL", "test-model"),
            ("EMBEDDING_MODEL", "words"));

        Assert.Equal(ExpectedWithModel, await PasteAsync(Assert.Single(await BlocksAsync(TourBlockWithModel())), server));

        var question = Assert.Single(model.Requests);
        Assert.Contains("She arrives tomorrow", question.User, StringComparison.Ordinal);
    }

    private static async Task<string[]> BlocksAsync(Regex block) =>
        [.. block.Matches(await File.ReadAllTextAsync("README.md")).Select(match => match.Groups[1].Value)];

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

    [GeneratedRegex(@"<!-- tour with a model -->\n```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex TourBlockWithModel();

    /// <summary>Ids the server makes.</summary>
    [GeneratedRegex("[0-9A-Z]{26}")]
    private static partial Regex NewId();
}
