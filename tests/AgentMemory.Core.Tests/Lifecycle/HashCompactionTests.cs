using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Lifecycle;

[Trait("Spec", "10.10")]
public sealed class HashCompactionTests
{
    [Fact]
    [Trait("Trap", "T34")]
    public async Task A_group_of_any_size_becomes_one_record_with_every_id_still_working()
    {
        await using var engine = new Engine();
        await CreateTwinsAsync(engine, [.. Enumerable.Range(0, 12).Select(i => Memory($"m{i}", "Same", inactiveDays: i))]);

        Assert.Equal(1, await CompactAsync(engine));

        for (var i = 0; i < 12; i++)
            Assert.Equal("m0", (await engine.FindAsync($"m{i}"))!.Id);
    }

    [Fact]
    [Trait("Trap", "T34")]
    public async Task More_groups_than_one_step_takes_are_all_compacted()
    {
        await using var engine = new Engine();
        await CreateTwinsAsync(engine, [.. Enumerable.Range(0, 500).Select(i => Memory($"m{i}", $"Text {i % 250}"))]);

        Assert.Equal(250, await CompactAsync(engine));
    }

    [Fact]
    public async Task A_pinned_record_survives_its_twins_and_pinned_twins_survive_each_other()
    {
        await using var engine = new Engine();
        await CreateTwinsAsync(
            engine, Memory("a", "Same"), Memory("b", "Same", inactiveDays: 5) with { Pinned = true },
            Memory("c", "Other") with { Pinned = true }, Memory("d", "Other") with { Pinned = true }, Memory("e", "Other"));

        Assert.Equal(3, await CompactAsync(engine));

        Assert.Equal("b", (await engine.FindAsync("a"))!.Id);
        Assert.Equal("c", (await engine.FindAsync("c"))!.Id);
        Assert.Equal("d", (await engine.FindAsync("d"))!.Id);
    }

    [Fact]
    public async Task Owners_are_never_merged_and_only_the_named_scope_is_compacted()
    {
        await using var engine = new Engine();
        var same = Memory("a", "Same");
        await CreateTwinsAsync(
            engine, same with { UserId = "alice" }, same with { Id = "b", UserId = "alice" },
            same with { UserId = "bob" }, same with { Id = "b", UserId = "bob" });

        Assert.Equal(1, await engine.Memories.CompactAsync(Engine.Everything, null, "alice", null, CancellationToken.None));
        Assert.Equal(2, await engine.Get<ILongTermMemoryStore>().CountAsync(
            AccessScope.Bound(null, ["bob"]), new(), CancellationToken.None));
    }

    private static Task<long> CompactAsync(Engine engine) =>
        engine.Memories.CompactAsync(Engine.Everything, null, null, null, CancellationToken.None);

    private static Task<IReadOnlyList<UpsertResult>> CreateTwinsAsync(Engine engine, params MemoryRecord[] records) =>
        engine.Memories.CreateAsync(Engine.Everything, records, deduplicate: false, null, null, CancellationToken.None);
}
