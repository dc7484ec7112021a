using AgentMemory.Mcp.Clients.Tests.Node;
using AgentMemory.Mcp.Clients.Tests.Servers;
using Xunit.Abstractions;

namespace AgentMemory.Mcp.Clients.Tests.Conformance;

/// <summary>Every scenario of the official suite passes, or stands in conformance-exceptions.json with its reason.</summary>
public sealed class ConformanceTests(RunningMemory memory, FixtureServer fixtures, ITestOutputHelper output)
    : IClassFixture<RunningMemory>, IClassFixture<FixtureServer>
{
    public static TheoryData<string, string> Runs { get; } = Data();

    [NpmTheory]
    [MemberData(nameof(Runs))]
    public Task The_memory_server_conforms(string suite, string revision) =>
        ConformsAsync("memory", new(suite, revision), new Uri(memory.Address, "mcp"));

    /// <summary>What the suite wants to find is not memory's; so its scenarios about transports need a server that has it.</summary>
    [NpmTheory]
    [MemberData(nameof(Runs))]
    public Task The_transports_conform_with_the_suites_own_tools(string suite, string revision) =>
        ConformsAsync("fixtures", new(suite, revision), fixtures.Mcp);

    [Fact]
    public void The_documentation_gives_the_reason_of_every_exception()
    {
        foreach (var exception in ConformanceExceptions.OfTheFile.All)
        {
            var scenarios = string.Join(", ", exception.Scenarios.Select(scenario => $"`{scenario}`"));
            ConformanceDocument.Demand($"| {string.Join(", ", exception.Servers)} | {scenarios} | {exception.Reason} |");
        }
    }

    private static TheoryData<string, string> Data()
    {
        var data = new TheoryData<string, string>();
        foreach (var run in SuiteRun.All)
            data.Add(run.Suite, run.Revision);
        return data;
    }

    private async Task ConformsAsync(string server, SuiteRun run, Uri address)
    {
        var outcomes = await ConformanceSuite.RunAsync(run, address);
        foreach (var outcome in outcomes)
            output.WriteLine(outcome.IsPass ? $"{outcome.Scenario}: passed" : outcome.ToString());
        Assert.Empty(ConformanceExceptions.OfTheFile.Problems(server, run, outcomes));
        ConformanceDocument.Demand(
            $"| {run.Suite} | {run.Revision} | {server} | {outcomes.Count(outcome => outcome.IsPass)} of {outcomes.Count} |");
    }
}
