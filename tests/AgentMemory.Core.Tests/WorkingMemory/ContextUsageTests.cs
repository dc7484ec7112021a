using AgentMemory.WorkingMemory;

namespace AgentMemory.Tests.WorkingMemory;

[Trait("Spec", "10.4")]
public sealed class ContextUsageTests
{
    private const double Threshold = 0.7;

    [Theory]
    [InlineData(null, null)]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    public void Without_a_model_or_a_maximum_both_percentages_are_null(string? model, int? maximum) =>
        Assert.Equal(default, ContextUsage.Of(100, new(model, maximum), Threshold));

    [Theory]
    [InlineData("gpt-4o", null)]
    [InlineData(null, 500)]
    [InlineData(null, -1)]
    public void Without_messages_both_percentages_are_zero_even_for_a_negative_limit(string? model, int? maximum) =>
        Assert.Equal(new ContextUsage(0.0, 0.0), ContextUsage.Of(0, new(model, maximum), Threshold));

    [Theory]
    [InlineData("gpt-4o", 0)]
    [InlineData(null, -1)]
    public void A_limit_that_is_not_positive_gives_null(string? model, int? maximum) =>
        Assert.Equal(default, ContextUsage.Of(10, new(model, maximum), Threshold));

    [Fact]
    [Trait("Spec", "17.1")]
    public void Gives_the_percentages_of_the_wire_example()
    {
        var usage = ContextUsage.Of(6, new(null, 500), Threshold);

        Assert.Equal(1.2, usage.TotalUsed!.Value, 12);
        Assert.Equal(1.7142857142857144, usage.UntilSummarization!.Value, 12);
    }

    [Fact]
    public void A_threshold_of_zero_tokens_is_reached() =>
        Assert.Equal(100.0, ContextUsage.Of(1, new(null, 1), Threshold).UntilSummarization);

    [Fact]
    public void Both_percentages_are_capped_at_100() =>
        Assert.Equal(new ContextUsage(100.0, 100.0), ContextUsage.Of(1_000, new(null, 10), Threshold));

    [Fact]
    public void The_maximum_beats_the_model() =>
        Assert.Equal(ContextUsage.Of(10, new(null, 100), Threshold), ContextUsage.Of(10, new("gpt-4o", 100), Threshold));
}
