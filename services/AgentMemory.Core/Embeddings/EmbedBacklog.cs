using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tasks;
using Microsoft.Extensions.Logging;

namespace AgentMemory.Embeddings;

/// <summary>
/// Embeds what has no vector of the configured model: records written while there was no model or another one, and those
/// whose own task gave up. A text the model refuses is passed over, so that it blocks no other.
/// </summary>
public sealed partial class EmbedBacklog(
    IMemorySearchIndex index, MemoryEmbedder embedder, ILogger<EmbedBacklog> logger, EmbeddingModel? model = null) : IPeriodicTask
{
    private const int MaximumRefused = 1000;

    public string Name => "embed_backlog";

    public TimeSpan Period => TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (model is null)
            return;

        var refused = new HashSet<MemoryKey>();
        while (refused.Count < MaximumRefused)
        {
            // Refused records stay in front of the backlog: asking for that many more gets past them.
            var space = await model.GetSpaceAsync(cancellationToken);
            var waiting = await index.WithoutVectorAsync(space, EmbeddingModel.BatchSize + refused.Count, cancellationToken);
            var batch = waiting.Where(record => !refused.Contains(record.Key)).ToArray();
            if (batch.Length == 0)
                return;
            await EmbedAsync(model, batch, refused, cancellationToken);
        }
    }

    private async Task EmbedAsync(
        EmbeddingModel model, MemoryRecord[] batch, HashSet<MemoryKey> refused, CancellationToken cancellationToken)
    {
        refused.UnionWith(batch.Where(record => string.IsNullOrWhiteSpace(record.Text)).Select(record => record.Key));
        var texts = batch.Where(record => !string.IsNullOrWhiteSpace(record.Text)).ToArray();
        try
        {
            await embedder.EmbedAsync(model, texts, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Is it the texts or the model? A harmless text tells; when that fails too, so does the run.
            await model.EmbedAsync(["harmless"], cancellationToken);
            await EmbedOneByOneAsync(model, texts, refused, cancellationToken);
        }
    }

    private async Task EmbedOneByOneAsync(
        EmbeddingModel model, MemoryRecord[] texts, HashSet<MemoryKey> refused, CancellationToken cancellationToken)
    {
        foreach (var record in texts)
        {
            try
            {
                await embedder.EmbedAsync(model, [record], cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                refused.Add(record.Key);
                LogRefused(exception, model.Name, record.Id);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Embedding model {Model} refuses memory {MemoryId}: only lexical search finds it")]
    private partial void LogRefused(Exception exception, string model, string memoryId);
}
