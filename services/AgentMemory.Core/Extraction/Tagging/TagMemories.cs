using AgentMemory.Errors;
using AgentMemory.Extraction.Rules;
using AgentMemory.LongTermMemory;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.Extraction.Tagging;

/// <summary>
/// Has the fast model give records the topics and entities their creator did not give them (spec 10.14). What is there is
/// never changed, so running twice, or after an edit, changes nothing (T61); a deleted record stays deleted (spec 15.11).
/// </summary>
public sealed class TagMemories(ILongTermMemoryStore store, MemoryTagger tagger, EngineOptions options) : ITaskHandler
{
    public const string TaskKind = "tag_memories";

    private const int WriteAttempts = 10;

    public string Kind => TaskKind;

    /// <summary>
    /// One task per owner and batch, for those of the records that lack tags. Extracted ones got theirs from the model that
    /// made them, in the same call, so one list among them is enough.
    /// </summary>
    public static IEnumerable<TaskRequest> Requests(IEnumerable<MemoryRecord> records) =>
        MemoriesPayload.Requests(TaskKind, records.Where(MissingTags.Concern), MemoryTagger.BatchSize);

    public async Task RunAsync(TaskLease task, CancellationToken cancellationToken)
    {
        if (!options.ExtractTopics && !options.ExtractEntities)
            return;

        var scope = AccessScope.Of(task.Owner);
        var records = new List<MemoryRecord>();
        foreach (var id in TaskPayloadJson.Read(task, TaskPayloadJson.Default.MemoriesPayload).MemoryIds)
        {
            if (await store.FindOwnAsync(new(task.Owner, id), cancellationToken) is { } record && MissingTags.Any(record, options))
                records.Add(record);
        }

        foreach (var batch in records.Chunk(MemoryTagger.BatchSize))
        {
            var tags = await tagger.TagAsync(task.Owner, Array.ConvertAll(batch, record => record.Text), cancellationToken);
            for (var index = 0; index < batch.Length; index++)
                await WriteAsync(scope, batch[index], tags[index], cancellationToken);
        }
    }

    /// <summary>Repeats when another writer came between; gives up the tags of a text that is not there any more.</summary>
    private async Task WriteAsync(AccessScope scope, MemoryRecord seen, Tags tags, CancellationToken cancellationToken)
    {
        var key = seen.Key;
        for (var attempt = 0; attempt < WriteAttempts; attempt++)
        {
            if (await store.FindOwnAsync(key, cancellationToken) is not { } stored || stored.Text != seen.Text)
                return;
            var tagged = MissingTags.Fill(stored, tags, options);
            if (tagged == stored)
                return;
            try
            {
                await store.ReplaceAsync(scope, key, tagged, WriteCondition.Version(stored.Version), [], cancellationToken);
                return;
            }
            catch (VersionMismatchException)
            {
                // Changed or deleted meanwhile: the next round sees which.
            }
        }
        throw new ConflictException($"Memory {seen.Id} is being changed by others too often to be tagged");
    }
}
