using AgentMemory.Embeddings;
using AgentMemory.Telemetry;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;

namespace AgentMemory.Search;

/// <summary>Turns a query into a vector where that is possible; where it is not, search goes on by words.</summary>
public sealed partial class QueryEmbedding(ILogger<QueryEmbedding> logger, EmbeddingModel? model = null) : IDisposable
{
    /// <summary>Queries whose vectors are kept: agents ask the same again, and pages of one search are one query.</summary>
    private const int MaximumKept = 1024;

    /// <summary>Longer ones are seldom asked twice.</summary>
    private const int LongestKept = 1000;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MaximumKept });

    /// <returns><see langword="null"/> when no model is configured, or it fails now.</returns>
    public async Task<VectorQuery?> TryAsync(string text, double? maximumDistance, CancellationToken cancellationToken)
    {
        if (model is null)
            return null;
        try
        {
            if (_kept.Get<EmbeddedTexts>(text) is not { } embedded)
            {
                embedded = await model.EmbedAsync([text], cancellationToken);
                if (text.Length <= LongestKept)
                    _kept.Set(text, embedded, new MemoryCacheEntryOptions { Size = 1 });
            }

            return new(embedded.Space, embedded.Vectors[0], maximumDistance);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            EngineTelemetry.SearchFallbacks.Add(1);
            LogFailed(exception, model.Name);
            return null;
        }
    }

    public void Dispose() => _kept.Dispose();

    [LoggerMessage(LogLevel.Warning, "Embedding model {Model} failed; the search is answered by its words alone")]
    private partial void LogFailed(Exception exception, string model);
}
