using System.Text.Json;
using System.Text.RegularExpressions;
using AgentMemory.Mcp.Clients.Tests.Node;

namespace AgentMemory.Mcp.Clients.Tests.Conformance;

/// <summary>The suite of the protocol's own project (npm <c>@modelcontextprotocol/conformance</c>).</summary>
internal static partial class ConformanceSuite
{
    /// <summary>Runs every scenario for servers that the revision has.</summary>
    public static async Task<IReadOnlyList<ScenarioOutcome>> RunAsync(SuiteRun run, Uri server)
    {
        var results = Directory.CreateTempSubdirectory("agent-memory-conformance-");
        try
        {
            // It ends with 1 when a scenario fails, which is for the caller to judge.
            var process = await NodeProgram.RunAsync(
                Path.Combine("node_modules", run.Package, "dist", "index.js"),
                "server", "--url", server.AbsoluteUri, "--suite", "all", "--spec-version", run.Revision, "-o", results.FullName);
            var outcomes = results.GetDirectories().Select(Read).OrderBy(outcome => outcome.Scenario, StringComparer.Ordinal).ToArray();
            return outcomes.Length > 0
                ? outcomes
                : throw new InvalidOperationException($"The suite ran nothing: {process.Error}\n{process.Output}");
        }
        finally
        {
            results.Delete(recursive: true);
        }
    }

    /// <summary>A scenario that broke off leaves its folder without checks.</summary>
    private static ScenarioOutcome Read(DirectoryInfo folder)
    {
        var scenario = FolderName().Match(folder.Name).Groups["scenario"].Value;
        var file = Path.Combine(folder.FullName, "checks.json");
        if (!File.Exists(file))
            return new(scenario, 0, [new(scenario, "The scenario broke off")]);
        var checks = JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateArray().ToArray();
        return new(
            scenario,
            checks.Count(check => Status(check) == "SUCCESS"),
            [.. from check in checks where Status(check) == "FAILURE" select FailedCheck.Of(check)]);
    }

    private static string Status(JsonElement check) => check.GetProperty("status").GetString()!;

    [GeneratedRegex(@"^server-(?<scenario>.+)-\d{4}-\d\d-\d\dT[\d-]+Z$")]
    private static partial Regex FolderName();
}
