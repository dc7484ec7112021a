using AgentMemory.Embeddings;
using AgentMemory.Tasks;

namespace AgentMemory.LongTermMemory;

/// <summary>The background work that newly written records cause, to be queued in the transaction that writes them.</summary>
public sealed class MemoryFollowUps(EmbeddingModel? embedding = null)
{
    /// <param name="deduplicate">Whether records of the same meaning may be merged with them.</param>
    public IReadOnlyList<TaskRequest> Of(IEnumerable<MemoryRecord> written, bool deduplicate) =>
        embedding is null ? [] : [.. EmbedMemories.Requests(written)];
}
