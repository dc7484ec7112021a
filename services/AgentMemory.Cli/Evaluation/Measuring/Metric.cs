namespace AgentMemory.Cli.Evaluation.Measuring;

/// <param name="Key">In logs, JSON and <c>--metric</c>.</param>
/// <param name="Heading">Of its column.</param>
internal sealed record Metric(string Key, string Heading, Func<Found, double> Value)
{
    private const string MeanReciprocalRank = "mrr@";

    /// <summary>The share of the evidence among the first <paramref name="depth"/>.</summary>
    public static Metric Recall(int depth) => new($"recall@{depth}", $"recall@{depth}", found => found.ShareWithin(depth));

    /// <summary>Whether at least one piece of evidence is among the first <paramref name="depth"/>.</summary>
    public static Metric Any(int depth) => new($"any@{depth}", $"any@{depth}", found => found.ShareWithin(depth) > 0 ? 1 : 0);

    /// <summary>Whether all of it is.</summary>
    public static Metric All(int depth) => new($"all@{depth}", $"all@{depth}", found => found.ShareWithin(depth) >= 1 ? 1 : 0);

    /// <summary>The reciprocal of the first evidence's rank, 0 when none is among the first <paramref name="depth"/>.</summary>
    public static Metric ReciprocalRank(int depth) => new(
        $"{MeanReciprocalRank}{depth}", $"{MeanReciprocalRank}{depth}",
        found => found.Ranks.Min() is { } first && first <= depth ? 1.0 / first : 0);

    /// <summary>The share of the evidence among the first memories whose texts have that many tokens at most.</summary>
    public static Metric RecallWithin(int tokens) => new(
        $"recall@{tokens}_tokens", $"{tokens} tokens", found => found.ShareWithin(found.DepthWithin(tokens)));

    /// <summary>Reciprocal ranks by custom as a fraction, shares in percent.</summary>
    public static string Format(string key, double value) => key.StartsWith(MeanReciprocalRank, StringComparison.Ordinal)
        ? FormattableString.Invariant($"{value:0.000}")
        : FormattableString.Invariant($"{100 * value:0.0}");
}
