using AgentMemory.LongTermMemory;
using AgentMemory.Overview;
using AgentMemory.Search;
using AgentMemory.Tenancy;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Overview;

public sealed class OverviewTests
{
    private static readonly AccessScope OnlyAlice = AccessScope.Bound(null, ["alice"]);

    [Fact]
    public async Task Memories_are_counted_by_type_and_day_of_creation_within_the_scope()
    {
        await using var engine = new Engine(new EngineOptions());
        await engine.CreateAsync(
            Memory("today", "Today") with { UserId = "alice" }, Memory("yesterday", "Yesterday", ageDays: 1) with { UserId = "alice" },
            Memory("event", "Event", ageDays: 1) with { UserId = "alice", MemoryType = MemoryType.Episodic },
            Memory("long ago", "Long ago", ageDays: 10) with { UserId = "alice" }, Memory("other", "Other") with { UserId = "bob" });

        var report = await engine.Get<OverviewService>().ReadAsync(OnlyAlice, null, null, days: 3, CancellationToken.None);

        Assert.Equal(new MemoryTotals(4, 3, 1, 0), report.Memories);
        Assert.Equal([0, 2, 1], report.Growth.Select(day => day.Created));
        Assert.Equal(1, report.Growth[2].Day.DayNumber - report.Growth[1].Day.DayNumber);
    }

    [Fact]
    public async Task What_concerns_all_tenants_is_told_to_nobody_who_is_bound()
    {
        await using var engine = new Engine(new EngineOptions());
        var overview = engine.Get<OverviewService>();
        await engine.Get<SearchService>().SearchAsync(AccessScope.Everything, new MemorySearch { Text = "anything" }, CancellationToken.None);

        var bound = await overview.ReadAsync(OnlyAlice, null, null, 1, CancellationToken.None);
        var unbound = await overview.ReadAsync(AccessScope.Everything, null, null, 1, CancellationToken.None);

        Assert.Equal((null, null), (bound.Tasks, bound.Search));
        Assert.NotNull(unbound.Tasks);
        Assert.InRange(unbound.Search!.Searches, 1, int.MaxValue);
        Assert.True(unbound.Search.Median <= unbound.Search.Percentile95);
        await Assert.ThrowsAsync<AgentMemory.Errors.AccessDeniedException>(
            () => overview.ReadAsync(OnlyAlice, null, "bob", 1, CancellationToken.None));
    }
}
