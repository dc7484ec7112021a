using System.Text;

namespace AgentMemory.Models.Tests;

public sealed class EmbeddingInputTests
{
    [Theory]
    [InlineData("", 1)]
    [InlineData("abc", 1)]
    [InlineData("語", 1)]
    public void A_text_within_the_window_is_left_alone(string text, int maximumTokens) =>
        Assert.Same(text, EmbeddingInput.Truncate(text, maximumTokens));

    [Theory]
    [InlineData("abcd", 1, "abc")]
    [InlineData("語語語", 2, "語語")]
    [InlineData("a😀b", 1, "a")]
    [InlineData("ab😀b", 2, "ab😀")]
    public void A_longer_text_is_cut_between_characters(string text, int maximumTokens, string expected)
    {
        var cut = EmbeddingInput.Truncate(text, maximumTokens);

        Assert.Equal(expected, cut);
        Assert.InRange(Encoding.UTF8.GetByteCount(cut), 0, maximumTokens * 3);
    }
}
