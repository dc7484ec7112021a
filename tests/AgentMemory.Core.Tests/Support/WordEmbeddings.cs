using AgentMemory.Embeddings;
using Microsoft.Extensions.AI;

namespace AgentMemory.Tests;

/// <summary>
/// An embedding provider without a network: a dimension per known word, synonyms sharing one, so that distances follow
/// from the texts. It can be told to fail.
/// </summary>
internal sealed class WordEmbeddings : IEmbeddingGenerator<string, Embedding<float>>
{
    private static readonly string[][] Dimensions =
        [["coffee", "espresso"], ["tea"], ["car", "automobile"], ["dog", "puppy"], ["oslo", "norway"]];

    private int _calls;

    public int Calls => _calls;

    public bool Down { get; set; }

    /// <summary>Texts with this word are refused, as an over-long text would be.</summary>
    public string? Refused { get; set; }

    public EmbeddingModel AsModel(int? dimensions = null) => new(this, "words", dimensions);

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        var texts = values.ToArray();
        if (Down || (Refused is not null && texts.Any(text => text.Contains(Refused, StringComparison.Ordinal))))
            throw new HttpRequestException("The provider refuses");
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(texts.Select(text => new Embedding<float>(Embed(text)))));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static float[] Embed(string text)
    {
        var words = text.ToLowerInvariant().Split([' ', '.', '?', ','], StringSplitOptions.RemoveEmptyEntries);
        // The last dimension is every text's, so that no vector is zero.
        return [.. Dimensions.Select(synonyms => (float)words.Count(word => synonyms.Contains(word))), 0.1f];
    }
}
