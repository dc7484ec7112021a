using System.Globalization;
using Xunit.Abstractions;

namespace AgentMemory.Tests.Extraction;

/// <summary>Each strategy over recorded conversations: it asks what is recorded, and makes of the answer what it should.</summary>
/// <remarks>
/// The answers are written by us, so the figures measure the checks and what they cost, not a model. The floors lie just under
/// what is measured; what is missing from a full precision is the <c>junk</c> that no check can tell from facts.
/// </remarks>
[Trait("Spec", "10.6")]
public sealed class RecordedConversationTests(RecordedRuns recorded, ITestOutputHelper output) : IClassFixture<RecordedRuns>
{
    [Theory]
    [InlineData("discrete", 0.81, 0.88)]
    [InlineData("preferences", 0.80, 0.86)]
    [InlineData("summary", 0.81, 0.69)]
    [InlineData("custom", 0.83, 0.81)]
    public async Task A_strategy_keeps_what_is_said_and_refuses_what_the_model_made_up(
        string strategy, double leastPrecision, double leastRecall)
    {
        var runs = await recorded.OfAsync(strategy);
        foreach (var run in runs)
        {
            foreach (var junk in run.Junk)
                output.WriteLine($"  junk in \"{run.Conversation.Name}\": {junk}");
            foreach (var missing in run.Missing)
                output.WriteLine($"  missing in \"{run.Conversation.Name}\": {missing}");
        }

        double right = runs.Sum(run => run.Right.Length);
        var kept = runs.Sum(run => run.Texts.Length);
        var (precision, recall) = (right / kept, right / runs.Sum(run => run.Conversation.Facts.Count));
        var refused = runs.SelectMany(run => run.Refused).GroupBy(reason => reason.Key, reason => reason.Value)
            .Select(reason => $"{reason.Key} {reason.Sum()}").Order(StringComparer.Ordinal);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{strategy}: precision {precision:P1}, recall {recall:P1}, junk {1 - precision:P1}; {runs.Count} conversations, "
            + $"{kept} memories of {runs.Sum(run => run.Conversation.Answer.Count)} items; refused: {string.Join(", ", refused)}, "
            + $"of which right: {runs.Sum(run => run.Lost.Length)}"));
        Assert.True(precision >= leastPrecision, $"precision {precision:P1}");
        Assert.True(recall >= leastRecall, $"recall {recall:P1}");
    }

    [Theory]
    [InlineData("discrete")]
    [InlineData("preferences")]
    [InlineData("summary")]
    [InlineData("custom")]
    public async Task All_junk_that_comes_out_is_known(string strategy)
    {
        foreach (var run in await recorded.OfAsync(strategy))
            Assert.Equal((run.Conversation.Junk ?? []).Order(StringComparer.Ordinal), run.Junk);
    }

    [Theory]
    [InlineData("discrete")]
    [InlineData("preferences")]
    [InlineData("summary")]
    [InlineData("custom")]
    public async Task A_strategy_asks_what_is_recorded(string strategy)
    {
        var runs = await recorded.OfAsync(strategy);

        Assert.Equal(RecordedConversations.Instructions(strategy), runs[0].Question.Instructions);
        foreach (var run in runs)
            Assert.Equal(run.Conversation.Input, run.Question.Input.TrimEnd('\n').Split('\n'));
    }
}
