using AgentMemory.Lifecycle;
using AgentMemory.LongTermMemory;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Lifecycle;

[Trait("Spec", "10.12")]
public sealed class PeriodicForgettingTests
{
    private static readonly EngineOptions Enabled = new()
    {
        ForgettingEnabled = true,
        ForgettingPolicy = new() { MaxAgeDays = 30, Budget = 2 },
        ForgettingPeriod = TimeSpan.FromMinutes(7),
    };

    [Fact]
    [Trait("Trap", "T37")]
    public async Task The_configured_policy_removes_records_of_every_owner()
    {
        await using var engine = new Engine(Enabled);
        await engine.CreateAsync(
            Memory("old", "Old", ageDays: 50) with { UserId = "alice" }, Memory("older", "Older", ageDays: 60) with { UserId = "bob" },
            Memory("pinned", "Pinned", ageDays: 60) with { Pinned = true }, Memory("third", "Third", ageDays: 3),
            Memory("second", "Second", ageDays: 2), Memory("first", "First", ageDays: 1));
        var periodic = engine.Periodic<PeriodicForgetting>();

        await periodic.RunAsync(CancellationToken.None);

        Assert.Equal(["first", "pinned", "second"], await engine.IdsAsync());
        Assert.Equal(TimeSpan.FromMinutes(7), periodic.Period);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Switched_off_it_reports_a_dry_run_over_nothing(bool forgetting, bool longTermMemory)
    {
        await using var engine = new Engine(Enabled with { ForgettingEnabled = forgetting, LongTermMemory = longTermMemory });
        await engine.Get<ILongTermMemoryStore>().UpsertAsync(
            Engine.Everything, [Memory("old", ageDays: 50)], new() { OperationId = "x" }, CancellationToken.None);

        var report = await engine.Periodic<PeriodicForgetting>().ForgetAsync(CancellationToken.None);

        Assert.Equal((0, 0, true), (report.Scanned, report.Deleted, report.DryRun));
        Assert.Empty(report.DeletedIds);
        Assert.Equal(["old"], await engine.IdsAsync());
    }
}
