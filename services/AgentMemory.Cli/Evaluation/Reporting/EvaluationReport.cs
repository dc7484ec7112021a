using System.Globalization;

namespace AgentMemory.Cli.Evaluation;

/// <summary>Recall@k: the share of a question's evidence that was returned, as a mean over questions.</summary>
internal sealed class RecallReport(int results)
{
    private readonly SortedDictionary<int, List<double>> _recalls = [];

    public void Add(Question question, IReadOnlyList<string> found)
    {
        if (!_recalls.TryGetValue(question.Category, out var recalls))
            _recalls[question.Category] = recalls = [];
        recalls.Add((double)question.Evidence.Count(found.Contains) / question.Evidence.Count);
    }

    /// <summary>Recalls from 0 to 1; null where nothing was measured.</summary>
    public object ToJson() => new
    {
        K = results,
        Questions = _recalls.Values.Sum(recalls => recalls.Count),
        Recall = Mean(_recalls.Values.SelectMany(recalls => recalls)),
        Categories = _recalls.Select(category => new
        {
            Category = category.Key,
            Name = QuestionCategory.Name(category.Key),
            Questions = category.Value.Count,
            Recall = Mean(category.Value),
        }),
    };

    public void Write(TextWriter output)
    {
        var all = _recalls.Values.SelectMany(recalls => recalls).ToArray();
        if (all.Length == 0)
        {
            output.WriteLine("No question of these categories has evidence: nothing was measured.");
            return;
        }
        output.WriteLine($"recall@{results}  questions  category");
        foreach (var (category, recalls) in _recalls)
            WriteRow(recalls, $"{category} {QuestionCategory.Name(category)}");
        WriteRow(all, "all");

        void WriteRow(IReadOnlyCollection<double> recalls, string name) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{100 * recalls.Average(),9:0.0}  {recalls.Count,9}  {name}"));
    }

    private static double? Mean(IEnumerable<double> recalls) => recalls.Cast<double?>().Average();
}
