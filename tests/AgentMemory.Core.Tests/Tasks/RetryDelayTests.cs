using AgentMemory.Tasks;

namespace AgentMemory.Tests.Tasks;

public sealed class RetryDelayTests
{
    [Theory]
    [InlineData(1, 0.5, 1)]
    [InlineData(4, 4, 8)]
    [InlineData(8, 64, 128)]
    [InlineData(1000, 150, 300)]
    public void Doubles_up_to_five_minutes_with_a_random_half(int attempt, double least, double most) =>
        Assert.All(Enumerable.Range(0, 100), _ => Assert.InRange(RetryDelay.After(attempt).TotalSeconds, least, most));
}
