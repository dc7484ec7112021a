using AgentMemory.Embeddings;
using AgentMemory.Extraction.Tagging;
using AgentMemory.Lifecycle;
using AgentMemory.Tasks;

namespace AgentMemory.LongTermMemory;

/// <summary>The background work that newly written records cause, to be queued in the transaction that writes them.</summary>
public sealed class MemoryFollowUps(MemoryTagger tagger, EngineOptions options, EmbeddingModel? embedding = null)
{
    /// <summary>The record as it is to be written: what needs no model is done before, so that it costs no second write and
    /// leaves the version the writer was told.</summary>
    public MemoryRecord Prepare(MemoryRecord record) => tagger.NeedsModel ? record : tagger.TagByRules(record);

    /// <summary>Of new records: tags where they have none, embedding where there is a model for it, then looking for others of
    /// the same meaning.</summary>
    /// <remarks>Without vectors only values that replace others are looked for at once. What is the same word for word waits
    /// for the next compaction: a look-up per record would cost a busy writer more than the duplicate does.</remarks>
    /// <param name="deduplicate">Whether they may be merged with others.</param>
    public IReadOnlyList<TaskRequest> Of(IEnumerable<MemoryRecord> written, bool deduplicate)
    {
        var records = written as IReadOnlyCollection<MemoryRecord> ?? [.. written];
        var tasks = new List<TaskRequest>();
        if (tagger.NeedsModel && (options.ExtractTopics || options.ExtractEntities))
            tasks.AddRange(TagMemories.Requests(records));
        if (embedding is not null)
            tasks.AddRange(EmbedMemories.Requests(records, deduplicate));
        else if (deduplicate)
            tasks.AddRange(ConsolidateMemories.Requests(records.Where(record => record.Slot is not null), options));
        return tasks;
    }

    /// <summary>Of records whose text was changed or restored: what somebody wrote on purpose is embedded, not merged.</summary>
    public IReadOnlyList<TaskRequest> OfText(IEnumerable<MemoryRecord> written) =>
        embedding is null ? [] : [.. EmbedMemories.Requests(written, deduplicate: false)];
}
