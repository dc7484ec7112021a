using AgentMemory.Lifecycle;
using AgentMemory.LongTermMemory;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Lifecycle;

[Trait("Spec", "10.12")]
public sealed class ForgettingDecisionTests
{
    private static readonly HashSet<string> NoPins = [];

    [Theory]
    [Trait("Spec", "16")]
    [InlineData(60, 45, Verdict.Delete)]
    [InlineData(400, 5, Verdict.Delete)]
    [InlineData(60, 1, Verdict.Eligible)]
    public void With_both_thresholds_a_record_goes_when_old_and_unused_or_very_old(double age, double inactive, Verdict verdict) =>
        Assert.Equal(verdict, Of(new() { MaxAgeDays = 30.4, MaxInactiveDays = 30 }, Memory("m", ageDays: age, inactiveDays: inactive)));

    [Theory]
    [InlineData(31, 0, Verdict.Delete)]
    [InlineData(29, 29, Verdict.Eligible)]
    public void With_an_age_alone_only_age_counts(double age, double inactive, Verdict verdict) =>
        Assert.Equal(verdict, Of(new() { MaxAgeDays = 30 }, Memory("m", ageDays: age, inactiveDays: inactive)));

    [Theory]
    [InlineData(400, 31, Verdict.Delete)]
    [InlineData(400, 29, Verdict.Eligible)]
    public void With_inactivity_alone_only_inactivity_counts(double age, double inactive, Verdict verdict) =>
        Assert.Equal(verdict, Of(new() { MaxInactiveDays = 30 }, Memory("m", ageDays: age, inactiveDays: inactive)));

    [Fact]
    public void Without_thresholds_nothing_is_too_old() =>
        Assert.Equal(Verdict.Eligible, Of(new(), Memory("m", ageDays: 10_000)));

    [Fact]
    public void Pinned_records_and_pinned_ids_are_exempt()
    {
        var policy = new ForgettingPolicy { MaxAgeDays = 1 };

        Assert.Equal(Verdict.Exempt, Of(policy, Memory("m", ageDays: 10) with { Pinned = true }));
        Assert.Equal(Verdict.Exempt, new ForgettingDecision(policy, new HashSet<string> { "m" }, Now).Of(Memory("m", ageDays: 10)));
    }

    [Fact]
    public void Types_outside_the_allow_list_are_exempt()
    {
        var policy = new ForgettingPolicy { MaxAgeDays = 1, MemoryTypeAllowlist = new HashSet<MemoryType> { MemoryType.Episodic } };

        Assert.Equal(Verdict.Exempt, Of(policy, Memory("m", ageDays: 10)));
        Assert.Equal(Verdict.Delete, Of(policy, Memory("m", ageDays: 10) with { MemoryType = MemoryType.Episodic }));
    }

    private static Verdict Of(ForgettingPolicy policy, MemoryRecord record) => new ForgettingDecision(policy, NoPins, Now).Of(record);
}
