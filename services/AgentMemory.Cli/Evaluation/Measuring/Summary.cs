using AgentMemory.Cli.Evaluation.Datasets;

namespace AgentMemory.Cli.Evaluation.Measuring;

/// <summary>The mean of every metric over some questions.</summary>
/// <param name="Category"><see langword="null"/> for all questions.</param>
internal sealed record Summary(Category? Category, int Questions, IReadOnlyDictionary<string, Interval> Metrics)
{
    public string Label => Category?.Label ?? "all";

    /// <summary>Of each category, then of all questions.</summary>
    /// <param name="values">Of one question: a value for each of <paramref name="metrics"/>.</param>
    public static IReadOnlyList<Summary> Of<T>(
        IReadOnlyList<T> questions, Func<T, Category?> category, IReadOnlyList<string> metrics, Func<T, double[]> values)
    {
        if (questions.Count == 0)
            return [];
        var categories = questions.GroupBy(category).Where(group => group.Key is not null).OrderBy(group => group.Key);
        return [.. categories.Select(group => Over(group.Key, [.. group])), Over(null, questions)];

        Summary Over(Category? of, IReadOnlyList<T> some)
        {
            var means = new OrderedDictionary<string, Interval>();
            foreach (var (metric, interval) in metrics.Zip(Bootstrap.Means([.. some.Select(values)])))
                means[metric] = interval;
            return new(of, some.Count, means);
        }
    }
}
