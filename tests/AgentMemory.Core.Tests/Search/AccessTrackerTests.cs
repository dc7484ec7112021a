using AgentMemory.Search;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Search;

[Trait("Spec", "10.13")]
[Trait("Trap", "T38")]
public sealed class AccessTrackerTests
{
    [Fact]
    public async Task Boosted_searches_count_an_access_once_in_15_minutes()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(Memory("m", "Likes coffee"));

        // Within 15 minutes of its creation, then after them.
        await engine.Search.SearchAsync(Engine.Everything, new() { Text = "coffee" }, CancellationToken.None);
        engine.Time.Now += TimeSpan.FromMinutes(15);
        await SearchAndFlushAsync(engine, new() { Text = "coffee" }, times: 3);

        var record = await engine.FindAsync("m");
        Assert.Equal((1, engine.Time.Now), (record!.AccessCount, record.LastAccessed));
    }

    [Fact]
    public async Task Other_searches_count_nothing()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(Memory("m", "Likes coffee", ageDays: 1));

        await SearchAndFlushAsync(engine, new() { Text = "coffee", RecencyBoost = false });

        Assert.Equal(0, (await engine.FindAsync("m"))!.AccessCount);
    }

    [Fact]
    public async Task An_access_leaves_the_version_as_it_is_and_recreates_nothing()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(Memory("kept", "Likes coffee", ageDays: 1), Memory("deleted", "Hates coffee", ageDays: 1));
        var version = (await engine.FindAsync("kept"))!.Version;
        await engine.Search.SearchAsync(Engine.Everything, new() { Text = "coffee" }, CancellationToken.None);
        await engine.Memories.DeleteAsync(Engine.Everything, [new("deleted")], WriteCondition.None, CancellationToken.None);

        await FlushAsync(engine);

        Assert.Null(await engine.FindAsync("deleted"));
        var kept = await engine.FindAsync("kept");
        Assert.Equal((1, version), (kept!.AccessCount, kept.Version));
    }

    private static async Task SearchAndFlushAsync(Engine engine, MemorySearch search, int times = 1)
    {
        for (var i = 0; i < times; i++)
            await engine.Search.SearchAsync(Engine.Everything, search, CancellationToken.None);
        await FlushAsync(engine);
    }

    /// <summary>Stopping writes what was recorded. A tracker stops once.</summary>
    private static async Task FlushAsync(Engine engine)
    {
        var tracker = engine.Get<AccessTracker>();
        await tracker.StartAsync(CancellationToken.None);
        await tracker.StopAsync(CancellationToken.None);
    }
}
