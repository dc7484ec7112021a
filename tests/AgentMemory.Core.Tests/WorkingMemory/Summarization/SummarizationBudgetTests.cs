using AgentMemory.WorkingMemory.Summarization;

namespace AgentMemory.Tests.WorkingMemory.Summarization;

[Trait("Spec", "10.5")]
public sealed class SummarizationBudgetTests
{
    [Theory]
    [InlineData(2_000, 512, 230, 1_258)]
    [InlineData(8_000, 1_000, 230, 6_770)]
    [InlineData(9_999, 1_249, 230, 8_520)]
    [InlineData(10_000, 1_024, 230, 8_746)]
    [InlineData(32_768, 3_276, 327, 29_165)]
    [InlineData(50_000, 2_500, 500, 47_000)]
    [InlineData(128_000, 6_400, 1_000, 120_600)]
    [InlineData(400_000, 20_000, 1_000, 379_000)]
    public void A_models_window_is_divided_as_the_contract_says(int window, int summary, int buffer, int messages) =>
        Assert.Equal(new SummarizationBudget(summary, buffer, messages), SummarizationBudget.Of(window));

    [Fact]
    public void What_a_call_must_read_besides_is_taken_from_the_messages()
    {
        var budget = SummarizationBudget.Of(8_000);

        Assert.Equal(6_770, budget.PerPass(instructions: 200, previousSummary: 0));
        Assert.Equal(6_770 - 70 - 1_000, budget.PerPass(instructions: 300, previousSummary: 1_000));
    }

    [Fact]
    public void However_small_the_window_a_call_reads_something() =>
        Assert.True(SummarizationBudget.Of(500).PerPass(instructions: 600, previousSummary: 400) > 0);
}
