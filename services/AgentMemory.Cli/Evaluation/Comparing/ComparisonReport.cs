using System.Globalization;
using AgentMemory.Cli.Evaluation.Measuring;
using AgentMemory.Cli.Evaluation.Reporting;
using AgentMemory.Cli.Frame;

namespace AgentMemory.Cli.Evaluation.Comparing;

/// <summary>Prints a comparison: the change in each category, in each metric, and the questions that changed most.</summary>
/// <param name="mostShown">Questions to list on either side.</param>
internal sealed class ComparisonReport(Comparison comparison, int mostShown)
{
    private const int ShownOfQuestion = 80;

    private const string Missing = "-";

    private Summary Overall => comparison.Changes[^1];

    /// <summary>Values and changes from -1 to 1.</summary>
    public object ToJson() => new
    {
        comparison.Metric,
        Questions = comparison.Pairs.Count,
        comparison.OnlyBefore,
        comparison.OnlyAfter,
        Categories = Enumerable.Range(0, comparison.Changes.Count - 1).Select(index => new
        {
            Category = comparison.Changes[index].Category!.Json,
            comparison.Changes[index].Category!.Name,
            comparison.Changes[index].Questions,
            comparison.Count(comparison.Changes[index]).Won,
            comparison.Count(comparison.Changes[index]).Lost,
            Metrics = Metrics(index),
        }),
        comparison.Count(Overall).Won,
        comparison.Count(Overall).Lost,
        Metrics = Metrics(comparison.Changes.Count - 1),
        Gained = comparison.Largest(mostShown, gains: true).Select(Describe),
        Declined = comparison.Largest(mostShown, gains: false).Select(Describe),
        Intervals = IntervalMethod.Json,
    };

    public void Write(TextWriter output)
    {
        output.WriteLine($"Change of {comparison.Metric} over {comparison.Pairs.Count} questions that both runs asked");
        if (comparison.OnlyBefore + comparison.OnlyAfter > 0)
            output.WriteLine($"({comparison.OnlyBefore} more only in the earlier run, {comparison.OnlyAfter} only in the later)");
        output.WriteLine();
        TextTable.Write(
            output, ["before", "after", "change", "95% interval", "won", "lost", "questions", "category"],
            comparison.Changes.Select((summary, index) =>
            {
                var (won, lost) = comparison.Count(summary);
                string[] counts = [Text(won), Text(lost), Text(summary.Questions)];
                return (string[])[.. Row(index, comparison.Metric), .. counts, PlainText.Line(summary.Label)];
            }));
        output.WriteLine();
        var all = comparison.Changes.Count - 1;
        TextTable.Write(
            output, ["before", "after", "change", "95% interval", "metric"],
            comparison.Metrics.Select(metric => (string[])[.. Row(all, metric), PlainText.Line(metric)]));
        WriteLargest(output, "Gained most", gains: true);
        WriteLargest(output, "Lost most", gains: false);
    }

    private void WriteLargest(TextWriter output, string heading, bool gains)
    {
        var largest = comparison.Largest(mostShown, gains).ToArray();
        if (largest.Length == 0)
            return;
        output.WriteLine();
        output.WriteLine($"{heading} (ranks of the evidence before > after)");
        TextTable.Write(
            output, ["change", "ranks", "question"],
            largest.Select(pair => (string[])
            [
                Signed(comparison.Metric, pair.Change(comparison.Metric)),
                $"{Ranks(pair.Before)} > {Ranks(pair.After)}",
                PlainText.Line($"{pair.After.Conversation} {pair.After.Number}: {pair.After.Question}", ShownOfQuestion),
            ]));
    }

    private IEnumerable<string> Row(int index, string metric)
    {
        var change = comparison.Changes[index].Metrics[metric];
        yield return Metric.Format(metric, comparison.Before[index].Metrics[metric].Mean);
        yield return Metric.Format(metric, comparison.After[index].Metrics[metric].Mean);
        yield return Signed(metric, change.Mean);
        yield return $"{Signed(metric, change.Low)} to {Signed(metric, change.High)}";
    }

    private OrderedDictionary<string, object> Metrics(int index)
    {
        var metrics = new OrderedDictionary<string, object>();
        foreach (var metric in comparison.Metrics)
        {
            var change = comparison.Changes[index].Metrics[metric];
            metrics[metric] = new
            {
                Before = comparison.Before[index].Metrics[metric].Mean,
                After = comparison.After[index].Metrics[metric].Mean,
                Change = change.Mean,
                change.Low,
                change.High,
            };
        }
        return metrics;
    }

    private object Describe(QuestionPair pair) => new
    {
        pair.After.Conversation,
        pair.After.Number,
        Category = pair.After.Category?.Json,
        pair.After.Question,
        Change = pair.Change(comparison.Metric),
        RanksBefore = pair.Before.Ranks,
        RanksAfter = pair.After.Ranks,
    };

    private static string Ranks(QuestionResult result) => string.Join(
        ',', result.Ranks.Select(rank => rank?.ToString(CultureInfo.InvariantCulture) ?? Missing));

    private static string Signed(string metric, double change)
    {
        var text = Metric.Format(metric, change);
        return change >= 0 ? $"+{text.TrimStart('-')}" : text;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
