using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentMemory.Mcp.Clients.Tests.Conformance;

/// <summary>conformance-exceptions.json: every scenario that does not pass, and why that is right.</summary>
internal sealed class ConformanceExceptions
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private ConformanceExceptions(IReadOnlyList<ConformanceException> all) => All = all;

    public static ConformanceExceptions OfTheFile { get; } = new(JsonSerializer.Deserialize<ConformanceException[]>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Conformance", "conformance-exceptions.json")), Strict)!);

    public IReadOnlyList<ConformanceException> All { get; }

    /// <summary>What is wrong with a run: a failure that is not listed, or one that is listed and did not happen.</summary>
    public IEnumerable<string> Problems(string server, SuiteRun run, IReadOnlyList<ScenarioOutcome> outcomes)
    {
        var listed = All.Where(exception => exception.IsAbout(server, run)).ToArray();
        foreach (var outcome in outcomes)
        {
            var exceptions = listed.Where(exception => exception.Scenarios.Contains(outcome.Scenario)).ToArray();
            var expected = exceptions.SelectMany(exception => exception.Checks ?? []).Order(StringComparer.Ordinal).ToArray();
            if (outcome.IsPass && exceptions.Length > 0)
                yield return $"{outcome.Scenario} passes, but is listed as one that does not";
            else if (!outcome.IsPass && exceptions.Length == 0)
                yield return $"not listed: {outcome}";
            else if (expected.Length > 0 && !expected.SequenceEqual(outcome.FailedIds))
                yield return $"{outcome.Scenario} is listed with {string.Join(", ", expected)}, but failed in {outcome}";
        }
    }
}

/// <summary>Scenarios that do not pass for one reason.</summary>
/// <param name="Servers">"memory", and "fixtures" for the same transports with the suite's own tools.</param>
/// <param name="Checks">The checks that fail, each and no other; without it any may.</param>
/// <param name="Revisions">Those it is about; without it every one that has the scenario.</param>
internal sealed record ConformanceException(
    IReadOnlyList<string> Servers,
    string Reason,
    IReadOnlyList<string> Scenarios,
    IReadOnlyList<string>? Checks = null,
    IReadOnlyList<string>? Revisions = null)
{
    public bool IsAbout(string server, SuiteRun run) =>
        Servers.Contains(server) && Revisions?.Contains(run.Revision) != false;
}
