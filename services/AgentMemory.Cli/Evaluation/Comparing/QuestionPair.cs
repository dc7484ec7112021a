using AgentMemory.Cli.Evaluation.Measuring;
using AgentMemory.Hosting;

namespace AgentMemory.Cli.Evaluation.Comparing;

/// <summary>One question in two runs.</summary>
internal sealed record QuestionPair(QuestionResult Before, QuestionResult After)
{
    public double Change(string metric) => After.Metrics[metric] - Before.Metrics[metric];

    /// <exception cref="StartupException">The runs asked different things.</exception>
    public static IReadOnlyList<QuestionPair> Match(IReadOnlyList<QuestionResult> before, IReadOnlyList<QuestionResult> after)
    {
        var earlier = before.ToDictionary(result => (result.Conversation, result.Number));
        var pairs = new List<QuestionPair>();
        foreach (var result in after)
        {
            if (!earlier.TryGetValue((result.Conversation, result.Number), out var same))
                continue;
            if (same.Question != result.Question || !same.Evidence.SequenceEqual(result.Evidence))
            {
                throw new StartupException(
                    $"question {result.Number} of {result.Conversation} is another one in the earlier run; "
                    + "compare runs on the same file");
            }
            pairs.Add(new(same, result));
        }
        return pairs.Count > 0
            ? pairs
            : throw new StartupException("the two runs have no question in common; compare runs on the same file");
    }
}
