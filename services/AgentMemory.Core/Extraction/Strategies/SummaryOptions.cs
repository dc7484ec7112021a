using System.Text.Json;

namespace AgentMemory.Extraction.Strategies;

/// <summary>Options of the summary strategy (spec 10.6).</summary>
/// <param name="MaximumWords"><c>max_summary_length</c>.</param>
/// <param name="Version"><c>summary_version</c>: another one has summaries of unchanged sessions made again.</param>
/// <param name="Topics">Given to every summary.</param>
internal sealed record SummaryOptions(int MaximumWords, string Version, IReadOnlyList<string> Topics)
{
    private const string MaximumLengthName = "max_summary_length";
    private const string VersionName = "summary_version";
    private const string TopicsName = "topics";

    public static IEnumerable<StrategyProblem> Validate(JsonElement config)
    {
        if (config.TryGetProperty(MaximumLengthName, out var length) && length.ValueKind != JsonValueKind.Null
            && !(length.ValueKind == JsonValueKind.Number && length.TryGetInt32(out var words) && words > 0))
        {
            yield return new(MaximumLengthName, "it must be a whole number of words, at least 1");
        }

        if (config.TryGetProperty(VersionName, out var version) && version.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            yield return new(VersionName, "it must be a string");
        if (config.TryGetProperty(TopicsName, out var topics) && topics.ValueKind != JsonValueKind.Null
            && !(topics.ValueKind == JsonValueKind.Array && topics.EnumerateArray().All(topic => topic.ValueKind == JsonValueKind.String)))
        {
            yield return new(TopicsName, "it must be a list of strings");
        }

        foreach (var problem in StrategyConfig.Unknown(config, MaximumLengthName, VersionName, TopicsName))
            yield return problem;
    }

    /// <summary>Of a configuration without problems.</summary>
    public static SummaryOptions Read(JsonElement config) => new(
        config.TryGetProperty(MaximumLengthName, out var length) && length.ValueKind == JsonValueKind.Number ? length.GetInt32() : 500,
        config.TryGetProperty(VersionName, out var version) && version.GetString() is { } name ? name : "thread-summary-v1",
        config.TryGetProperty(TopicsName, out var topics) && topics.ValueKind == JsonValueKind.Array
            ? [.. topics.EnumerateArray().Select(topic => topic.GetString()!)]
            : []);
}
