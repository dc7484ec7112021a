using AgentMemory.Embeddings;
using AgentMemory.Search;
using Microsoft.Extensions.AI;

namespace AgentMemory.Tests.Embeddings;

public sealed class EmbeddingModelTests
{
    [Fact]
    public async Task Texts_are_sent_in_batches_and_answered_in_order()
    {
        var words = new WordEmbeddings();
        var texts = Enumerable.Range(0, 130).Select(i => i % 2 == 0 ? "tea" : "dog").ToArray();

        var embedded = await words.AsModel().EmbedAsync(texts, CancellationToken.None);

        Assert.Equal(3, words.Calls);
        Assert.Equal(new EmbeddingSpace("words", 6), embedded.Space);
        Assert.All(embedded.Vectors.Index(), item => Assert.Equal(1, item.Item.Span[item.Index % 2 == 0 ? 1 : 3]));
    }

    [Fact]
    public async Task Unknown_dimensions_are_asked_for_once()
    {
        var words = new WordEmbeddings();
        var model = words.AsModel();

        Assert.Equal(6, (await model.GetSpaceAsync(CancellationToken.None)).Dimensions);
        await model.GetSpaceAsync(CancellationToken.None);

        Assert.Equal(1, words.Calls);
    }

    [Fact]
    [Trait("Trap", "T63")]
    public async Task Other_dimensions_than_configured_are_refused()
    {
        var refusal = await Assert.ThrowsAsync<InvalidDataException>(
            () => new WordEmbeddings().AsModel(dimensions: 1536).EmbedAsync(["tea"], CancellationToken.None));

        Assert.Contains("returned 6 dimensions where 1536 were expected", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public async Task A_vector_without_a_direction_is_refused(float value)
    {
        var model = new EmbeddingModel(new Fixed([[value, 0]]), "fixed");

        await Assert.ThrowsAsync<InvalidDataException>(() => model.EmbedAsync(["tea"], CancellationToken.None));
    }

    [Fact]
    public async Task Another_number_of_vectors_than_texts_is_refused()
    {
        var model = new EmbeddingModel(new Fixed([[1, 0]]), "fixed");

        await Assert.ThrowsAsync<InvalidDataException>(() => model.EmbedAsync(["tea", "dog"], CancellationToken.None));
    }

    /// <summary>A provider that answers the same whatever it is asked.</summary>
    private sealed class Fixed(float[][] vectors) : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(vectors.Select(vector => new Embedding<float>(vector))));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
