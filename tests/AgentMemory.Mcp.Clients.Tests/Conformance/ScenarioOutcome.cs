using System.Text.Json;

namespace AgentMemory.Mcp.Clients.Tests.Conformance;

/// <summary>What a scenario found.</summary>
/// <param name="Passed">Checks that held.</param>
internal sealed record ScenarioOutcome(string Scenario, int Passed, IReadOnlyList<FailedCheck> Failed)
{
    /// <summary>A scenario that checked nothing proved nothing.</summary>
    public bool IsPass => Failed.Count == 0 && Passed > 0;

    public IEnumerable<string> FailedIds => Failed.Select(check => check.Id).Distinct().Order(StringComparer.Ordinal);

    public override string ToString() =>
        $"{Scenario}: {(Failed.Count == 0 ? "checked nothing" : string.Join("; ", Failed.Select(check => $"{check.Id}: {check.Message}")))}";
}

internal sealed record FailedCheck(string Id, string Message)
{
    public static FailedCheck Of(JsonElement check) => new(
        check.GetProperty("id").GetString()!,
        check.TryGetProperty("errorMessage", out var message) ? message.GetString()! : check.GetProperty("description").GetString()!);
}
