using AgentMemory.SummaryViews;

namespace AgentMemory.Tests.SummaryViews;

public sealed class PartitionKeyTests
{
    [Fact, Trait("Spec", "16")]
    public void A_key_is_quoted_as_the_reference_quotes_it() =>
        Assert.Equal("a=1%7C2|b=x%20y", PartitionKey.Of(new Dictionary<string, string> { ["b"] = "x y", ["a"] = "1|2" }));

    [Fact, Trait("Spec", "15.25")]
    public void A_key_does_not_depend_on_the_order_of_the_fields() => Assert.Equal(
        PartitionKey.Of(new Dictionary<string, string> { ["user_id"] = "ann/é=", ["namespace"] = "demo" }),
        PartitionKey.Of(new Dictionary<string, string> { ["namespace"] = "demo", ["user_id"] = "ann/é=" }));
}
