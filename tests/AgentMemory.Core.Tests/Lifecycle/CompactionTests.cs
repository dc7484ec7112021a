using AgentMemory.Embeddings;
using AgentMemory.Lifecycle;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Lifecycle;

[Trait("Spec", "10.10")]
[Trait("Trap", "T35")]
public sealed class CompactionTests
{
    [Fact]
    public async Task Records_of_the_same_meaning_are_merged_and_each_group_asks_the_model_once()
    {
        var model = Merging.Model();
        await using var engine = NewEngine(model);
        string[] things = ["coffee", "tea", "car", "dog", "oslo"];
        await engine.CreateUnseenAsync(
            [.. things.SelectMany(thing => Enumerable.Range(0, 3).Select(i => Memory($"{thing}{i}", $"{thing} note {i}", ageDays: 9 - i)))]);

        Assert.Equal(5, await CompactAsync(engine));

        Assert.Equal(5, model.Inputs.Count);
        Assert.Equal(things.Select(thing => $"{thing}0").Order(StringComparer.Ordinal), await engine.IdsAsync());
        Assert.Equal(5, await CompactAsync(engine));
        Assert.Equal(5, model.Inputs.Count);
    }

    [Fact]
    public async Task More_records_than_a_page_are_all_looked_at()
    {
        await using var engine = new Engine(Merging.Untagged);
        await engine.CreateUnseenAsync([.. Enumerable.Range(0, 500).Select(i => Memory($"m{i:d3}", $"Fact number {i % 250}{(i < 250 ? "" : ".")}"))]);

        Assert.Equal(250, await CompactAsync(engine));
    }

    [Fact]
    public async Task What_is_alike_enough_for_a_new_record_is_not_for_compaction()
    {
        var model = Merging.Model();
        await using var engine = NewEngine(model);
        await engine.CreateUnseenAsync(Memory("a", "coffee"), Memory("b", "coffee tea"));

        Assert.Equal(2, await CompactAsync(engine));
        await engine.CreateInTurnAsync(Memory("c", "coffee tea coffee"));

        Assert.NotEmpty(model.Inputs);
    }

    [Fact]
    public async Task Pinned_records_are_never_consumed()
    {
        var model = Merging.Model();
        await using var engine = NewEngine(model);
        await engine.CreateUnseenAsync(
            Memory("a", "coffee one") with { Pinned = true }, Memory("b", "Coffee one!"), Memory("c", "coffee two") with { Pinned = true });

        Assert.Equal(3, await CompactAsync(engine));

        Assert.Empty(model.Inputs);
    }

    [Fact]
    public async Task Only_the_named_owner_is_compacted_and_owners_are_never_merged()
    {
        await using var engine = new Engine(Merging.Untagged);
        var one = Memory("a", "User likes tea");
        var other = Memory("b", "User likes tea.");
        await engine.CreateUnseenAsync(
            one with { UserId = "alice" }, other with { UserId = "alice" }, one with { UserId = "bob" }, other with { UserId = "bob" });

        Assert.Equal(1, await engine.Memories.CompactAsync(Engine.Everything, null, "alice", null, CancellationToken.None));

        Assert.Equal(2, await engine.Get<ILongTermMemoryStore>().CountAsync(
            Tenancy.AccessScope.Bound(null, ["bob"]), MemoryFilter.None, CancellationToken.None));
    }

    [Fact]
    public async Task The_periodic_run_looks_at_new_records_only_and_once()
    {
        var model = new ScriptedModel(_ => "Invented by Nobody");
        await using var engine = NewEngine(model);
        await engine.CreateUnseenAsync(Memory("a", "coffee one"), Memory("b", "coffee two"));
        var periodic = engine.Periodic<CompactMemories>();

        await periodic.RunAsync(CancellationToken.None);
        var asked = model.Inputs.Count;
        await periodic.RunAsync(CancellationToken.None);

        Assert.InRange(asked, 1, 2);
        Assert.Equal(asked, model.Inputs.Count);
        Assert.Equal(0, await engine.Get<ILongTermMemoryStore>().CountAsync(
            Engine.Everything, new() { Consolidated = false }, CancellationToken.None));
    }

    [Fact]
    public async Task A_failing_model_ends_the_run_quietly_and_the_next_one_makes_up_for_it()
    {
        var model = Merging.Model();
        model.Down = true;
        await using var engine = NewEngine(model);
        await engine.CreateUnseenAsync(Memory("a", "coffee one"), Memory("b", "coffee two"), Memory("twin", "coffee one"));
        var periodic = engine.Periodic<CompactMemories>();

        await periodic.RunAsync(CancellationToken.None);
        Assert.Equal(2, (await engine.IdsAsync()).Length);
        Assert.Equal(2, await CompactAsync(engine));

        model.Down = false;
        await periodic.RunAsync(CancellationToken.None);

        Assert.Single(await engine.IdsAsync());
    }

    [Fact]
    public async Task A_record_without_its_vector_waits_for_it()
    {
        var words = new WordEmbeddings { Refused = "coffee two" };
        var model = Merging.Model();
        await using var engine = new Engine(Merging.Untagged, words.AsModel(dimensions: 6), model.Register);
        await engine.CreateUnseenAsync(Memory("a", "coffee one"));
        await engine.Get<ILongTermMemoryStore>().UpsertAsync(
            Engine.Everything, [Memory("b", "coffee two")], new() { OperationId = "x" }, CancellationToken.None);
        var periodic = engine.Periodic<CompactMemories>();

        await periodic.RunAsync(CancellationToken.None);
        Assert.Equal(["a", "b"], await engine.IdsAsync());
        words.Refused = null;
        await engine.Periodic<EmbedBacklog>().RunAsync(CancellationToken.None);
        await periodic.RunAsync(CancellationToken.None);

        Assert.Single(await engine.IdsAsync());
    }

    [Fact]
    public async Task It_stops_when_told_to()
    {
        await using var engine = new Engine(Merging.Untagged);
        await engine.CreateUnseenAsync(Memory("a", "coffee one"));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => engine.Periodic<CompactMemories>().RunAsync(cancelled.Token));
    }

    private static Engine NewEngine(ScriptedModel model) => new(Merging.Untagged, new WordEmbeddings().AsModel(), model.Register);

    private static Task<long> CompactAsync(Engine engine) =>
        engine.Memories.CompactAsync(Engine.Everything, null, null, null, CancellationToken.None);
}
