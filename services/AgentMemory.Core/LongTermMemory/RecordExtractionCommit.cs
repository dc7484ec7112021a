using System.Text.Json;
using AgentMemory.Tasks;

namespace AgentMemory.LongTermMemory;

public sealed record RecordExtractionCommit
{
    /// <summary>See <see cref="UpsertOptions.OperationId"/>.</summary>
    public required string OperationId { get; init; }

    /// <summary>The message records that were looked at, as they were then; all of one owner.</summary>
    public required IReadOnlyList<MemoryRecord> Sources { get; init; }

    /// <summary>Of the same owner; <see cref="MemoryRecord.ExtractedFrom"/> names their sources.</summary>
    public IReadOnlyList<MemoryRecord> Records { get; init; } = [];

    /// <summary>The event's detail.</summary>
    public JsonElement Detail { get; init; } = Json.EmptyObject;

    public IReadOnlyList<TaskRequest> Tasks { get; init; } = [];
}
