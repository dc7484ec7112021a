using AgentMemory.LongTermMemory;
using AgentMemory.Tasks;

namespace AgentMemory.Lifecycle;

/// <summary>Looks for others of the same meaning for records that were just written.</summary>
public sealed class ConsolidateMemories(Consolidation consolidation, EngineOptions options) : ITaskHandler
{
    public const string TaskKind = "consolidate_memories";

    /// <summary>Few, because each may need a model: a task that is repeated repeats little.</summary>
    private const int RecordsPerTask = 16;

    public string Kind => TaskKind;

    public static IEnumerable<TaskRequest> Requests(IEnumerable<MemoryRecord> records, EngineOptions options) => MemoriesPayload.Requests(
        TaskKind,
        records.Where(record => MergeableRecords.Contains(record) && (options.CompactSemanticDuplicates || record.Slot is not null)),
        RecordsPerTask);

    public async Task RunAsync(TaskLease task, CancellationToken cancellationToken)
    {
        foreach (var id in TaskPayloadJson.Read(task, TaskPayloadJson.Default.MemoriesPayload).MemoryIds)
            await consolidation.RunAsync(new(task.Owner, id), options.DeduplicationDistanceThreshold, cancellationToken);
    }
}
