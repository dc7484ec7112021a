using AgentMemory.Lifecycle;
using AgentMemory.LongTermMemory;
using AgentMemory.Tasks;

namespace AgentMemory.Embeddings;

/// <summary>
/// Embeds records that were just written. Records that are gone, or are aliases by now, need nothing; when no model is
/// configured any more, <see cref="EmbedBacklog"/> picks them up once there is one again.
/// </summary>
public sealed class EmbedMemories(
    ILongTermMemoryStore store, MemoryEmbedder embedder, ITaskQueue queue, EngineOptions options, EmbeddingModel? model = null)
    : ITaskHandler
{
    public const string TaskKind = "embed_memories";

    public string Kind => TaskKind;

    /// <summary>One task per owner and batch: a text the provider refuses holds up no more than its batch.</summary>
    /// <param name="deduplicate">Whether the records may be merged with others of their meaning, which vectors tell.</param>
    public static IEnumerable<TaskRequest> Requests(IEnumerable<MemoryRecord> records, bool deduplicate) =>
        MemoriesPayload.Requests(TaskKind, records, EmbeddingModel.BatchSize, deduplicate);

    public async Task RunAsync(TaskLease task, CancellationToken cancellationToken)
    {
        var payload = TaskPayloadJson.Read(task, TaskPayloadJson.Default.MemoriesPayload);
        var records = new List<MemoryRecord>();
        foreach (var id in payload.MemoryIds)
        {
            if (await store.FindOwnAsync(new(task.Owner, id), cancellationToken) is { } record && !string.IsNullOrWhiteSpace(record.Text))
                records.Add(record);
        }

        if (model is not null)
            await embedder.EmbedAsync(model, records, cancellationToken);
        if (payload.Deduplicate)
        {
            foreach (var request in ConsolidateMemories.Requests(records, options))
                await queue.EnqueueAsync(request, cancellationToken);
        }
    }
}
