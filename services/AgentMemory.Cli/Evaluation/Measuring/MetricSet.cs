namespace AgentMemory.Cli.Evaluation.Measuring;

/// <summary>What is measured of every question, all from the answer to one search.</summary>
internal sealed class MetricSet
{
    public const int MostResults = 100;

    private const int UsualDepth = 10;

    /// <param name="depths">The values of k; not empty.</param>
    public MetricSet(IReadOnlyList<int> depths, IReadOnlyList<int> budgets)
    {
        Depths = depths;
        HeadlineDepth = depths.Contains(UsualDepth) ? UsualDepth : depths[0];
        Limit = budgets.Count > 0 ? MostResults : depths.Max();
        Headline = Metric.Recall(HeadlineDepth);
        Recalls =
        [
            .. depths.Where(depth => depth != HeadlineDepth).Select(Metric.Recall),
            Metric.ReciprocalRank(depths.Max()),
            .. budgets.Select(Metric.RecallWithin),
        ];
        Hits = [.. depths.Select(Metric.Any), .. depths.Select(Metric.All)];
    }

    public IReadOnlyList<int> Depths { get; }

    public int HeadlineDepth { get; }

    /// <summary>Memories to ask for: as many as there can be when a budget may take them all.</summary>
    public int Limit { get; }

    public Metric Headline { get; }

    public IReadOnlyList<Metric> Recalls { get; }

    public IReadOnlyList<Metric> Hits { get; }

    public IEnumerable<Metric> All => [Headline, .. Recalls, .. Hits];

    public IReadOnlyDictionary<string, double> Measure(Found found)
    {
        var values = new OrderedDictionary<string, double>();
        foreach (var metric in All)
            values[metric.Key] = metric.Value(found);
        return values;
    }
}
