using AgentMemory.Maintenance;

namespace AgentMemory.Tests.Maintenance;

[Trait("Spec", "8")]
public sealed class IndexRebuildTests
{
    [Fact]
    [Trait("Trap", "T63")]
    public async Task Memories_without_a_vector_are_embedded_by_a_task()
    {
        var words = new WordEmbeddings();
        await using var engine = new Engine(embedding: words.AsModel());
        await engine.CreateAsync(Records.Memory("m1", "She drinks coffee"), Records.Memory("m2", "He drives a car"));

        var report = await RebuildAsync(engine);

        Assert.Equal((2, 2, "words"), (report.Memories, report.WithoutVector, report.EmbeddingModel));
        await engine.RunDueTasksAsync();
        Assert.Equal(
            new IndexRebuildReport(Memories: 2, Resumed: 0, DroppedVectors: 0, "words", WithoutVector: 0, TaskId: null),
            await RebuildAsync(engine));
    }

    [Fact]
    public async Task Without_a_model_vectors_are_left_alone()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(Records.Memory("m1"));

        Assert.Equal(new IndexRebuildReport(1, 0, 0, EmbeddingModel: null, 0, TaskId: null), await RebuildAsync(engine));
    }

    [Fact]
    public async Task Progress_ends_when_the_work_does()
    {
        await using var engine = new Engine();
        await engine.CreateAsync([.. Enumerable.Range(0, 5).Select(i => Records.Memory($"m{i}", $"Text {i}"))]);
        var told = new Steps();

        await engine.Get<IndexRebuild>().RunAsync(batchSize: 2, told, CancellationToken.None);

        Assert.Equal([(2, 5), (4, 5), (5, 6), (5, 5)], told.Seen);
    }

    private static Task<IndexRebuildReport> RebuildAsync(Engine engine) =>
        engine.Get<IndexRebuild>().RunAsync(100, new Steps(), CancellationToken.None);

    private sealed class Steps : IProgress<MaintenanceProgress>
    {
        public List<(long Done, long Total)> Seen { get; } = [];

        public void Report(MaintenanceProgress value) => Seen.Add((value.Done, value.Total));
    }
}
