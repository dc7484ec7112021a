using System.Text.Json.Serialization;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Storage;

/// <summary>A record of a merge, with the members that are not part of its JSON.</summary>
/// <param name="Aliases">Ids that stood for it before the merge.</param>
public sealed record MergedRecord(MemoryRecord Record, long Version, string? Slot, IReadOnlyList<string> Aliases, string? Context = null)
{
    [JsonIgnore]
    public MemoryRecord Whole => Record with { Version = Version, Slot = Slot, Context = Context };

    public static MergedRecord Of(MemoryRecord record, IReadOnlyList<string> aliases) =>
        new(record, record.Version, record.Slot, aliases, record.Context);

    /// <summary>Whether nobody edited the record in between; accesses and server-owned times aside.</summary>
    public static bool IsSameContent(MemoryRecord one, MemoryRecord other) =>
        StoredJson.Write(Content(one)) == StoredJson.Write(Content(other));

    private static MergedRecord Content(MemoryRecord record) => Of(
        record with
        {
            Version = 0,
            AccessCount = 0,
            LastAccessed = default,
            UpdatedAt = default,
            PersistedAt = null,
            DiscreteMemoryExtracted = false,
            Topics = record.Topics ?? [],
            Entities = record.Entities ?? [],
            ExtractedFrom = record.ExtractedFrom ?? [],
        },
        []);
}
