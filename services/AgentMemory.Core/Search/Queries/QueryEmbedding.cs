using AgentMemory.Embeddings;
using AgentMemory.Telemetry;
using Microsoft.Extensions.Logging;

namespace AgentMemory.Search;

/// <summary>Turns a query into a vector where that is possible; where it is not, search goes on by words.</summary>
public sealed partial class QueryEmbedding(ILogger<QueryEmbedding> logger, EmbeddingModel? model = null)
{
    /// <returns><see langword="null"/> when no model is configured, or it fails now.</returns>
    public async Task<VectorQuery?> TryAsync(string text, double? maximumDistance, CancellationToken cancellationToken)
    {
        if (model is null)
            return null;
        try
        {
            var (space, vectors) = await model.EmbedAsync([text], cancellationToken);
            return new(space, vectors[0], maximumDistance);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            EngineTelemetry.SearchFallbacks.Add(1);
            LogFailed(exception, model.Name);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Embedding model {Model} failed; the search is answered by its words alone")]
    private partial void LogFailed(Exception exception, string model);
}
