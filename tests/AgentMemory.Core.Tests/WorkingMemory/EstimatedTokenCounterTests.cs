using AgentMemory.WorkingMemory;

namespace AgentMemory.Tests.WorkingMemory;

[Trait("Spec", "10.2")]
public sealed class EstimatedTokenCounterTests
{
    private static readonly EstimatedTokenCounter Counter = new();

    [Theory]
    [Trait("Spec", "16")]
    [InlineData("user", "hello", 3)] // "user: hello" has 11 characters
    [InlineData("user", "", 2)]
    [InlineData("", "", 1)]
    [InlineData("user", "he", 2)]
    [InlineData("user", "hel", 3)]
    public void Counts_a_token_per_four_characters_rounded_up(string role, string content, int tokens) =>
        Assert.Equal(tokens, Counter.Count(role, content));

    [Fact]
    public void A_character_outside_the_basic_plane_is_one_character() =>
        Assert.Equal(Counter.Count("user", "abcdefgh"), Counter.Count("user", "😀😀😀😀😀😀😀😀"));

    [Fact]
    public void Half_a_surrogate_pair_is_counted_and_does_not_fail() => Assert.Equal(2, Counter.Count("user", "a\uD83D"));
}
