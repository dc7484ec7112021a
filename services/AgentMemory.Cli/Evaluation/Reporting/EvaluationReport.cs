using System.Globalization;
using AgentMemory.Cli.Evaluation.Asking;
using AgentMemory.Cli.Evaluation.Measuring;
using AgentMemory.Cli.Frame;

namespace AgentMemory.Cli.Evaluation.Reporting;

/// <summary>What a run measured, by category and for all questions.</summary>
internal sealed class EvaluationReport(EvaluationSettings settings, IReadOnlyList<QuestionResult> results)
{
    private readonly MetricSet _metrics = settings.Metrics;

    private readonly IReadOnlyList<Summary> _summaries = Summary.Of(
        results, result => result.Category, [.. settings.Metrics.All.Select(metric => metric.Key)],
        result => [.. result.Metrics.Values]);

    private Summary? Overall => _summaries is [.., var all] ? all : null;

    /// <summary>Values from 0 to 1; null where nothing was measured.</summary>
    /// <param name="comparison">With an earlier run, if asked for.</param>
    public object ToJson(object? comparison) => new
    {
        K = _metrics.HeadlineDepth,
        Questions = results.Count,
        Recall = Recall(Overall),
        Categories = _summaries.Where(summary => summary.Category is not null).Select(summary => new
        {
            Category = summary.Category!.Json,
            summary.Category.Name,
            summary.Questions,
            Recall = Recall(summary),
            summary.Metrics,
        }),
        Overall?.Metrics,
        _metrics.Limit,
        settings.SearchMode,
        Intervals = IntervalMethod.Json,
        Comparison = comparison,
    };

    public void Write(TextWriter output)
    {
        if (_summaries.Count == 0)
        {
            output.WriteLine("No question of these categories has evidence: nothing was measured.");
            return;
        }
        var headline = _metrics.Headline;
        TextTable.Write(
            output, [headline.Heading, "95% interval", "questions", "category"],
            _summaries.Select(summary => (string[])
                [Mean(summary, headline), Bounds(summary), Count(summary), PlainText.Line(summary.Label)]));
        WriteMeans(output, _metrics.Recalls);
        WriteMeans(output, _metrics.Hits);
    }

    private void WriteMeans(TextWriter output, IReadOnlyList<Metric> metrics)
    {
        output.WriteLine();
        TextTable.Write(
            output, [.. metrics.Select(metric => metric.Heading), "category"],
            _summaries.Select(summary => (string[])
                [.. metrics.Select(metric => Mean(summary, metric)), PlainText.Line(summary.Label)]));
    }

    private double? Recall(Summary? summary) => summary?.Metrics[_metrics.Headline.Key].Mean;

    private string Bounds(Summary summary)
    {
        var (key, interval) = (_metrics.Headline.Key, summary.Metrics[_metrics.Headline.Key]);
        return $"{Metric.Format(key, interval.Low)} to {Metric.Format(key, interval.High)}";
    }

    private static string Mean(Summary summary, Metric metric) => Metric.Format(metric.Key, summary.Metrics[metric.Key].Mean);

    private static string Count(Summary summary) => summary.Questions.ToString(CultureInfo.InvariantCulture);
}
