using System.Diagnostics;
using System.Text.Json;
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
        from owned in records.Where(MissingTags.Concern).GroupBy(record => record.Owner, record => record.Id)
        from ids in owned.Distinct(StringComparer.Ordinal).Chunk(MemoryTagger.BatchSize)
        select new TaskRequest
        {
            Kind = TaskKind,
            Owner = owned.Key,
            Payload = JsonSerializer.Serialize(new MemoriesPayload(ids), TaskPayloadJson.Default.MemoriesPayload),
            TraceParent = Activity.Current?.Id,
        };

    public async Task RunAsync(TaskLease task, CancellationToken cancellationToken)
    {
        if (!options.ExtractTopics && !options.ExtractEntities)
            return;

        var scope = AccessScope.Of(task.Owner);
        var records = new List<MemoryRecord>();
        foreach (var id in TaskPayloadJson.Read(task, TaskPayloadJson.Default.MemoriesPayload).MemoryIds)
        {
            if (await FindAsync(scope, new(task.Owner, id), cancellationToken) is { } record && MissingTags.Any(record, options))
                records.Add(record);
        }

        foreach (var batch in records.Chunk(MemoryTagger.BatchSize))
        {
            var tags = await tagger.TagAsync(task.Owner, Array.ConvertAll(batch, record => record.Text), cancellationToken);
            for (var index = 0; index < batch.Length; index++)
                await WriteAsync(scope, batch[index], tags[index], cancellationToken);
        }
    }

    /// <returns><see langword="null"/> when it is gone, or the id is another record's alias by now.</returns>
    private async Task<MemoryRecord?> FindAsync(AccessScope scope, MemoryKey key, CancellationToken cancellationToken)
    {
        var lookup = new MemoryLookup(key.Id, key.Owner.Namespace, key.Owner.UserId);
        return await store.FindAsync(scope, lookup, cancellationToken) is { } record && record.Id == key.Id && record.Owner == key.Owner
            ? record
            : null;
    }

    /// <summary>Repeats when another writer came between; gives up the tags of a text that is not there any more.</summary>
    private async Task WriteAsync(AccessScope scope, MemoryRecord seen, Tags tags, CancellationToken cancellationToken)
    {
        var key = new MemoryKey(seen.Owner, seen.Id);
        for (var attempt = 0; attempt < WriteAttempts; attempt++)
        {
            if (await FindAsync(scope, key, cancellationToken) is not { } stored || stored.Text != seen.Text)
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
