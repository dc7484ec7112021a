using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tenancy;

namespace AgentMemory.Embeddings;

/// <summary>Gives records their vectors.</summary>
public sealed class MemoryEmbedder(IMemorySearchIndex index)
{
    /// <summary>Embeds and stores in batches, so that what was paid for is kept when a later batch fails.</summary>
    /// <param name="records">None with blank text.</param>
    public async Task EmbedAsync(EmbeddingModel model, IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken)
    {
        foreach (var batch in records.Chunk(EmbeddingModel.BatchSize))
        {
            var texts = Array.ConvertAll(batch, record => record.Text);
            var (space, values) = await model.EmbedAsync(texts, cancellationToken);
            var vectors = batch.Zip(values, (record, value) => new MemoryVector(record.Key, record.Text, value));
            foreach (var owned in vectors.GroupBy(vector => vector.Key.Owner))
                await index.PutVectorsAsync(AccessScope.Of(owned.Key), space, [.. owned], cancellationToken);
        }
    }
}
