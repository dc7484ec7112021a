using AgentMemory.WorkingMemory;

namespace AgentMemory.Tests.WorkingMemory;

[Trait("Spec", "9.4")]
public sealed class ModelContextWindowsTests
{
    [Theory]
    [InlineData(null, 16_000)]
    [InlineData("gpt-3.5-turbo", 4_096)]
    [InlineData("text-embedding-3-small", 8_191)]
    [InlineData("gpt-4", 8_192)]
    [InlineData("gpt-3.5-turbo-16k", 16_384)]
    [InlineData("gpt-4-32k", 32_768)]
    [InlineData("gpt-5", 128_000)]
    [InlineData("o1", 200_000)]
    [InlineData("claude-sonnet-4-5", 200_000)]
    [InlineData("gpt-5-nano", 400_000)]
    [InlineData("amazon.titan-embed-text-v2:0", 8_192)]
    [InlineData("bedrock/amazon.titan-embed-text-v2:0", 8_192)]
    [InlineData("bedrock/us.anthropic.claude-haiku-4-5-20251001-v1:0", 200_000)]
    public void Knows_the_models_of_the_table(string? model, int window) => Assert.Equal(window, ModelContextWindows.Of(model));

    [Fact]
    [Trait("Trap", "T20")]
    public void Takes_any_other_name_for_a_model_as_large_as_gpt_5_mini() =>
        Assert.Equal(ModelContextWindows.Of("gpt-5-mini"), ModelContextWindows.Of("a-model-of-next-year"));
}
