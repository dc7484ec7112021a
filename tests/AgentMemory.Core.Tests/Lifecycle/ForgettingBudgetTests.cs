using AgentMemory.Lifecycle;
using FsCheck;
using FsCheck.Fluent;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Lifecycle;

[Trait("Spec", "10.12")]
public sealed class ForgettingBudgetTests
{
    [Fact]
    public void Keeps_the_best_ranked_in_whatever_order_they_come() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<byte>(),
        (ranks, size) =>
        {
            var records = ranks.Select((rank, i) => (Rank: (double)rank, Record: Memory($"{i:d4}"))).ToArray();
            var best = records.OrderByDescending(item => item.Rank).ThenBy(item => item.Record.Id).Take(size);

            return Crowded(records, size).SetEquals(records.Except(best).Select(item => item.Record.Id))
                && Crowded([.. records.Reverse()], size).SetEquals(Crowded(records, size));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(null)]
    [InlineData(-1)]
    public void Without_a_budget_everything_has_room(int? budget) => Assert.Null(new ForgettingBudget(budget).Crowded(Memory("m"), 0));

    [Fact]
    public void A_budget_of_zero_has_room_for_nothing()
    {
        var memory = Memory("m");

        Assert.Same(memory, new ForgettingBudget(0).Crowded(memory, 1));
    }

    private static HashSet<string> Crowded((double Rank, AgentMemory.LongTermMemory.MemoryRecord Record)[] records, int size)
    {
        var budget = new ForgettingBudget(size);
        return [.. records.Select(item => budget.Crowded(item.Record, item.Rank)?.Id).OfType<string>()];
    }
}
