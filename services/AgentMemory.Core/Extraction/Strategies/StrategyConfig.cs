using System.Text.Json;

namespace AgentMemory.Extraction.Strategies;

/// <summary>What all built-in strategies say about their options.</summary>
internal static class StrategyConfig
{
    public static IEnumerable<StrategyProblem> Unknown(JsonElement config, params string[] known)
    {
        var choices = known.Length == 0 ? "it has none" : "it has " + string.Join(", ", known);
        return config.EnumerateObject()
            .Where(option => !known.Contains(option.Name, StringComparer.Ordinal))
            .Select(option => new StrategyProblem(option.Name, $"the strategy has no such option; {choices}"));
    }
}
