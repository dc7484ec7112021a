using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Tasks;

/// <summary>Names records of one owner that a task works on.</summary>
/// <param name="Deduplicate">Whether the records may be merged with others once this task is done.</param>
internal sealed record MemoriesPayload(
    IReadOnlyList<string> MemoryIds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Deduplicate = false)
{
    /// <summary>One task per owner and batch: what fails holds up no more than its batch. None for no records.</summary>
    public static IEnumerable<TaskRequest> Requests(
        string kind, IEnumerable<MemoryRecord> records, int batchSize, bool deduplicate = false) =>
        from owned in records.GroupBy(record => record.Owner, record => record.Id)
        from ids in owned.Distinct(StringComparer.Ordinal).Chunk(batchSize)
        select new TaskRequest
        {
            Kind = kind,
            Owner = owned.Key,
            Payload = JsonSerializer.Serialize(new MemoriesPayload(ids, deduplicate), TaskPayloadJson.Default.MemoriesPayload),
            TraceParent = Activity.Current?.Id,
        };
}
