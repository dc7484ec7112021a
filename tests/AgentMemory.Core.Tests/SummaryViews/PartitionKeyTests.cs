using AgentMemory.SummaryViews;

namespace AgentMemory.Core.Tests.SummaryViews;

public sealed class PartitionKeyTests
{
    [Theory]
    [Trait("Spec", "16")]
    [InlineData("a=1%7C2|b=x%20y", "b", "x y", "a", "1|2")]
    [InlineData("namespace=n/1%3D|user_id=%C5%BC_.-~", "user_id", "ż_.-~", "namespace", "n/1=")]
    [InlineData("")]
    public void A_key_is_the_quoted_fields_in_order(string expected, params string[] parts) =>
        Assert.Equal(expected, PartitionKey.Of(parts.Chunk(2).ToDictionary(part => part[0], part => part[1])));
}
