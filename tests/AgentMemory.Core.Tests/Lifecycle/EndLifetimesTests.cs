using AgentMemory.Lifecycle;
using AgentMemory.LongTermMemory;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Lifecycle;

public sealed class EndLifetimesTests
{
    [Fact]
    public async Task Each_type_has_its_own_lifetime_and_pinned_memories_stay()
    {
        await using var engine = new Engine(new EngineOptions { Lifetimes = new(SemanticDays: 30, EpisodicDays: 2) });
        await engine.CreateAsync(
            Memory("old fact", "Old", ageDays: 31) with { UserId = "alice" }, Memory("fact", "Fact", ageDays: 29),
            Memory("pinned fact", "Pinned", ageDays: 31) with { Pinned = true },
            Memory("old event", "Old event", ageDays: 3) with { MemoryType = MemoryType.Episodic, UserId = "bob" },
            Memory("event", "Event", ageDays: 1) with { MemoryType = MemoryType.Episodic },
            Memory("message", "Message", ageDays: 400) with { MemoryType = MemoryType.Message });

        await engine.Periodic<EndLifetimes>().RunAsync(CancellationToken.None);

        Assert.Equal(["event", "fact", "message", "pinned fact"], await engine.IdsAsync());
    }

    [Fact]
    public async Task Without_a_setting_everything_is_kept()
    {
        await using var engine = new Engine(new EngineOptions());
        await engine.CreateAsync(Memory("old", "Old", ageDays: 10_000));

        await engine.Periodic<EndLifetimes>().RunAsync(CancellationToken.None);

        Assert.Equal(["old"], await engine.IdsAsync());
    }
}
