using AgentMemory.Embeddings;
using AgentMemory.Extraction.Tagging;
using AgentMemory.Lifecycle;
using AgentMemory.LongTermMemory;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.LongTermMemory;

[Trait("Spec", "10.8")]
public sealed class MemoryFollowUpsTests
{
    private static readonly MemoryRecord Tagged = Memory("m") with { Topics = ["t"], Entities = ["e"] };

    [Fact]
    public async Task What_is_new_is_embedded_first_and_deduplicated_by_its_vector_then()
    {
        await using var engine = new Engine(embedding: new WordEmbeddings().AsModel());
        await engine.CreateAsync(Tagged);
        Assert.Equal([EmbedMemories.TaskKind], await RunOneAsync(engine));
        Assert.Equal([ConsolidateMemories.TaskKind], await RunOneAsync(engine));
        Assert.Empty(await RunOneAsync(engine));
    }

    [Fact]
    public async Task Without_vectors_a_new_value_replaces_the_old_at_once_and_equal_texts_wait_for_compaction()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(Tagged, Tagged with { Id = "home", Text = "User lives in Oslo", Slot = "home" });
        Assert.Equal([ConsolidateMemories.TaskKind], await RunOneAsync(engine));
        Assert.Empty(await RunOneAsync(engine));

        await engine.CreateAsync(Tagged with { Id = "again", Text = "Something worth knowing!" });
        Assert.Empty(await RunOneAsync(engine));
        await engine.Periodic<CompactMemories>().RunAsync(CancellationToken.None);
        Assert.Equal((await engine.FindAsync("m"))!.Id, (await engine.FindAsync("again"))!.Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_caller_that_wants_no_deduplication_gets_none(bool embedded)
    {
        await using var engine = new Engine(embedding: embedded ? new WordEmbeddings().AsModel() : null);
        await engine.Memories.CreateAsync(Engine.Everything, [Tagged], deduplicate: false, null, null, CancellationToken.None);

        Assert.Equal(embedded ? [EmbedMemories.TaskKind] : [], await RunOneAsync(engine));
        Assert.Empty(await RunOneAsync(engine));
    }

    [Fact]
    [Trait("Trap", "T61")]
    public async Task Only_what_is_new_and_has_no_tags_gets_them()
    {
        var model = new ScriptedModel(_ => """{"items": []}""");
        await using var engine = new Engine(embedding: new WordEmbeddings().AsModel(), configure: model.Register);
        await engine.CreateAsync(Memory("untagged", "User likes coffee"), Tagged);
        Assert.Contains(TagMemories.TaskKind, await RunOneAsync(engine));
        await engine.RunDueTasksAsync();

        await engine.Memories.UpdateAsync(
            Engine.Everything, new("untagged"), new() { Text = "User likes tea" }, WriteCondition.None, CancellationToken.None);

        Assert.Equal([EmbedMemories.TaskKind], await RunOneAsync(engine));
        Assert.Empty(await RunOneAsync(engine));
        Assert.Equal(["t"], (await engine.FindAsync("m"))!.Topics);
    }

    /// <summary>Runs what is due now, but not what that makes due; returns the kinds.</summary>
    private static async Task<string[]> RunOneAsync(Engine engine)
    {
        var leases = await engine.Queue.LeaseAsync("test", 10, TimeSpan.FromMinutes(1), CancellationToken.None);
        foreach (var lease in leases)
        {
            await engine.HandlerOf(lease).RunAsync(lease, CancellationToken.None);
            Assert.True(await engine.Queue.CompleteAsync(lease, CancellationToken.None));
        }

        return [.. leases.Select(lease => lease.Kind)];
    }
}
