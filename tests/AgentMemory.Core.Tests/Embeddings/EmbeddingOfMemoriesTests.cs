using AgentMemory.Embeddings;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Embeddings;

public sealed class EmbeddingOfMemoriesTests
{
    [Fact]
    public async Task New_records_and_changed_texts_are_embedded_in_the_background()
    {
        await using var engine = new Engine(embedding: new WordEmbeddings().AsModel());
        await engine.CreateAsync(Memory("m", "Likes coffee"));
        await engine.RunDueTasksAsync();
        Assert.Empty(await WaitingAsync(engine));

        await UpdateAsync(engine, new() { Text = "Likes tea" });
        Assert.Equal(["m"], await WaitingAsync(engine));
        await engine.RunDueTasksAsync();

        Assert.Empty(await WaitingAsync(engine));
        Assert.Equal(0, (await SearchAsync(engine, "tea")).Dist, 3);
    }

    [Fact]
    public async Task An_edit_that_keeps_the_text_embeds_nothing()
    {
        await using var engine = new Engine(embedding: new WordEmbeddings().AsModel());
        await engine.CreateAsync(Memory("m", "Likes coffee"));
        await engine.RunDueTasksAsync();

        await UpdateAsync(engine, new() { Pinned = true });

        Assert.Equal(0, (await engine.Queue.CountAsync(CancellationToken.None)).Queued);
        Assert.Empty(await WaitingAsync(engine));
    }

    [Fact]
    public async Task Without_a_model_no_embedding_is_queued()
    {
        await using var engine = new Engine();

        await engine.CreateAsync(Memory("m", "Likes coffee"));

        var tasks = await engine.Queue.LeaseAsync("test", 10, TimeSpan.FromMinutes(1), CancellationToken.None);
        Assert.DoesNotContain(EmbedMemories.TaskKind, tasks.Select(task => task.Kind));
    }

    [Fact]
    [Trait("Trap", "T71")]
    public async Task A_provider_that_is_down_fails_the_task_and_loses_nothing()
    {
        var words = new WordEmbeddings { Down = true };
        await using var engine = new Engine(embedding: words.AsModel());
        await engine.CreateAsync(Memory("m", "Likes coffee"));
        var lease = Assert.Single(await engine.Queue.LeaseAsync("test", 1, TimeSpan.FromMinutes(1), CancellationToken.None));

        await Assert.ThrowsAsync<HttpRequestException>(() => engine.Handler<EmbedMemories>().RunAsync(lease, CancellationToken.None));
        await engine.Queue.FailAsync(lease, "down", engine.Time.Now, CancellationToken.None);
        words.Down = false;
        await engine.RunDueTasksAsync();

        Assert.Empty(await WaitingAsync(engine));
    }

    [Fact]
    public async Task The_backlog_gets_vectors_and_a_refused_text_holds_up_no_other()
    {
        var words = new WordEmbeddings { Refused = "poison" };
        await using var engine = new Engine(embedding: words.AsModel());
        await engine.CreateAsync(Memory("bad", "poison first"), Memory("blank", " "));
        await engine.CreateAsync([.. Enumerable.Range(0, 150).Select(i => Memory($"m{i}", $"coffee {i}"))]);

        await engine.Periodic<EmbedBacklog>().RunAsync(CancellationToken.None);

        Assert.Equal(["bad", "blank"], (await WaitingAsync(engine)).Order());
    }

    [Fact]
    public async Task The_backlog_waits_for_a_model_that_does_not_answer()
    {
        var words = new WordEmbeddings { Down = true };
        await using var engine = new Engine(embedding: words.AsModel(dimensions: 6));
        await engine.CreateAsync(Memory("m", "coffee"));

        await Assert.ThrowsAsync<HttpRequestException>(
            () => engine.Periodic<EmbedBacklog>().RunAsync(CancellationToken.None));

        Assert.Equal(["m"], await WaitingAsync(engine));
    }

    private static async Task<IEnumerable<string>> WaitingAsync(Engine engine) =>
        (await engine.Get<IMemorySearchIndex>().WithoutVectorAsync(new("words", 6), 1000, CancellationToken.None))
            .Select(record => record.Id);

    private static async Task<MemoryHit> SearchAsync(Engine engine, string text) =>
        (await engine.Search.SearchAsync(Engine.Everything, new() { Text = text }, CancellationToken.None)).Memories.Single();

    private static Task<MemoryRecord> UpdateAsync(Engine engine, MemoryEdit edit) =>
        engine.Memories.UpdateAsync(Engine.Everything, new("m"), edit, WriteCondition.None, CancellationToken.None);
}
