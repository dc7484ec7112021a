using AgentMemory.Search;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Search;

[Trait("Spec", "6.4")]
public sealed class RecencyFormulaTests
{
    [Theory]
    [Trait("Spec", "16")]
    [InlineData(.05, 90, 90, 0.050081, 0.770016)]
    [InlineData(.25, 0, 0, 1.0, 0.8)]
    [InlineData(.20, 30, 7, 0.5, 0.74)]
    [InlineData(.50, 60, 1, 0.643434, 0.528687)]
    public void Gives_the_references_values(double dist, double created, double accessed, double recency, double combined)
    {
        var hit = Hit("m", dist, created, accessed);

        Assert.Equal(recency, RecencyFormula.Recency(hit, Now, RecencyWeights.Default), 6);
        Assert.Equal(combined, RecencyFormula.Combined(hit, Now, RecencyWeights.Default), 6);
    }

    [Fact]
    public void A_fresh_memory_ranks_above_a_nearer_stale_one()
    {
        var ordered = RecencyFormula.Order([Hit("stale", .05, 90, 90), Hit("fresh", .25, 0, 0)], Now, RecencyWeights.Default);

        Assert.Equal(["fresh", "stale"], ordered.Select(hit => hit.Id));
    }

    [Fact]
    public void Equals_keep_their_order() => Assert.Equal(
        ["b", "a", "c"],
        RecencyFormula.Order([Hit("b", 0, 1, 1), Hit("a", 0, 1, 1), Hit("c", 0, 1, 1)], Now, RecencyWeights.Default).Select(hit => hit.Id));

    [Fact]
    public void Times_in_the_future_count_as_now() =>
        Assert.Equal(1.0, RecencyFormula.Recency(Memory("m", ageDays: -10), Now, RecencyWeights.Default));

    [Fact]
    public void A_half_life_of_zero_does_not_divide_by_zero() => Assert.Equal(
        0.0,
        RecencyFormula.Recency(
            Memory("m", ageDays: 10), Now, new RecencyWeights { HalfLifeCreatedDays = 0, HalfLifeLastAccessDays = 0 }));

    private static MemoryHit Hit(string id, double dist, double created, double accessed) =>
        new(Memory(id, ageDays: created, inactiveDays: accessed)) { Dist = dist };
}
