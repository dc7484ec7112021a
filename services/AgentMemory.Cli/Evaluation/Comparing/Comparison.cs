using AgentMemory.Cli.Evaluation.Measuring;
using AgentMemory.Hosting;

namespace AgentMemory.Cli.Evaluation.Comparing;

/// <summary>What changed from one run to another, question by question.</summary>
internal sealed class Comparison
{
    private const string UsualMetric = "recall@10";

    /// <summary>Changes smaller than this are of the arithmetic.</summary>
    private const double Noticeable = 1e-9;

    /// <param name="metric">By which questions are won and lost; by default recall@10 where both have it.</param>
    /// <exception cref="StartupException">The runs have no question or no metric in common.</exception>
    public Comparison(IReadOnlyList<QuestionResult> before, IReadOnlyList<QuestionResult> after, string? metric)
    {
        Pairs = QuestionPair.Match(before, after);
        OnlyBefore = before.Count - Pairs.Count;
        OnlyAfter = after.Count - Pairs.Count;
        Metrics = [.. Pairs[0].After.Metrics.Keys.Where(key =>
            Pairs.All(pair => pair.Before.Metrics.ContainsKey(key) && pair.After.Metrics.ContainsKey(key)))];
        if (Metrics.Count == 0)
            throw new StartupException("the two runs have no metric in common; measure both with the same --k");
        if (metric is not null && !Metrics.Contains(metric))
            throw new StartupException($"--metric: the two runs do not share {metric}; they share {string.Join(", ", Metrics)}");
        Metric = metric ?? (Metrics.Contains(UsualMetric) ? UsualMetric : Metrics[0]);
        Before = Summarize(pair => pair.Before.Metrics.GetValueOrDefault);
        After = Summarize(pair => pair.After.Metrics.GetValueOrDefault);
        Changes = Summarize(pair => pair.Change);
    }

    public string Metric { get; }

    public IReadOnlyList<string> Metrics { get; }

    public IReadOnlyList<QuestionPair> Pairs { get; }

    public int OnlyBefore { get; }

    public int OnlyAfter { get; }

    /// <summary>By category, then of all; as <see cref="After"/> and <see cref="Changes"/>.</summary>
    public IReadOnlyList<Summary> Before { get; }

    public IReadOnlyList<Summary> After { get; }

    /// <summary>Their intervals are of the changes of the questions themselves: what is hard in both runs cancels out.</summary>
    public IReadOnlyList<Summary> Changes { get; }

    /// <summary>Questions with a better value than before, and with a worse one.</summary>
    public (int Won, int Lost) Count(Summary of)
    {
        var (won, lost) = (0, 0);
        foreach (var pair in Pairs.Where(pair => of.Category is null || pair.After.Category == of.Category))
        {
            var change = pair.Change(Metric);
            won += change > Noticeable ? 1 : 0;
            lost += change < -Noticeable ? 1 : 0;
        }
        return (won, lost);
    }

    /// <summary>The questions that gained most, or lost most, largest change first.</summary>
    public IEnumerable<QuestionPair> Largest(int count, bool gains)
    {
        var sign = gains ? 1 : -1;
        return Pairs.Where(pair => sign * pair.Change(Metric) > Noticeable)
            .OrderByDescending(pair => sign * pair.Change(Metric))
            .Take(count);
    }

    private IReadOnlyList<Summary> Summarize(Func<QuestionPair, Func<string, double>> value) =>
        Summary.Of(Pairs, pair => pair.After.Category, Metrics, pair => [.. Metrics.Select(value(pair))]);
}
