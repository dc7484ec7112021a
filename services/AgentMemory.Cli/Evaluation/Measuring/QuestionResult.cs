using AgentMemory.Cli.Evaluation.Datasets;

namespace AgentMemory.Cli.Evaluation.Measuring;

/// <summary>One question: what should have been found, what was, and how good that is.</summary>
/// <param name="Number">With <paramref name="Conversation"/> what identifies it in every run on the same file.</param>
/// <param name="Returned">Empty when it was read from a log: comparing needs no more than where the evidence was.</param>
/// <param name="Ranks">Of each piece of evidence, from 1; <see langword="null"/> where it was not returned.</param>
internal sealed record QuestionResult(
    string Conversation, int Number, Category? Category, string Question, IReadOnlyList<string> Evidence,
    IReadOnlyList<ReturnedMemory> Returned, IReadOnlyList<int?> Ranks, IReadOnlyDictionary<string, double> Metrics)
{
    public static QuestionResult Of(
        string conversation, Question question, IReadOnlyList<ReturnedMemory> returned, MetricSet metrics)
    {
        var found = Found.Of(question.Evidence, returned);
        return new(
            conversation, question.Number, question.Category, question.Text, question.Evidence, returned, found.Ranks,
            metrics.Measure(found));
    }
}
