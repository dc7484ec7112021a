using System.Text.Json;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Wire.Requests;

/// <summary>
/// Reads a MemoryRecord (spec 4.4). What the server owns is not read: <c>persisted_at</c> and <c>memory_hash</c> (T59, T68).
/// </summary>
public static class RecordReader
{
    /// <summary>For the create endpoint: an id is required, a memory is semantic and needs no extraction.</summary>
    public static MemoryRecord ReadCreated(WireObject record)
    {
        if (!record.TryGet("id", out _))
            record.Reading.Missing("id", record.Element);
        return Read(record, record.Text("id"), MemoryType.Semantic, extracted: true);
    }

    /// <summary>For the seed-era create route, where the id is optional and may be called <c>id_</c> (spec 3).</summary>
    public static MemoryRecord ReadLegacy(WireObject record) =>
        Read(record, record.Id("id") ?? record.Id("id_") ?? Ulid.New(), MemoryType.Semantic, extracted: true);

    /// <summary>For callers that are models and make no ids: an id is optional, a memory is semantic and needs no extraction.</summary>
    public static MemoryRecord ReadLenient(WireObject record) =>
        Read(record, record.Id("id") ?? Ulid.New(), MemoryType.Semantic, extracted: true);

    /// <summary>For a session's structured memories: an id is optional, a memory is of type message.</summary>
    public static MemoryRecord ReadStructured(WireObject record) =>
        Read(record, record.TryGet("id", out _) ? record.Text("id") : Ulid.New(), MemoryType.Message, extracted: false);

    /// <summary>Records by <paramref name="read"/>; those with an empty id or text are refused by their index.</summary>
    public static IReadOnlyList<MemoryRecord> ReadList(WireObject body, Func<WireObject, MemoryRecord> read)
    {
        var records = body.Objects("memories", read) ?? [];
        for (var index = 0; index < records.Count; index++)
        {
            if (records[index].Id.Length == 0)
                RefuseEmpty(body, index, "id");
            if (records[index].Text.Length == 0)
                RefuseEmpty(body, index, "text");
        }

        return records;
    }

    private static void RefuseEmpty(WireObject body, int index, string member)
    {
        // An absent or mistyped member was reported already.
        if (body.Element.GetProperty("memories") is var list && index < list.GetArrayLength()
            && list[index] is { ValueKind: JsonValueKind.Object } sent && sent.TryGetProperty(member, out var value)
            && value.ValueKind == JsonValueKind.String)
            body.Reading.Refuse($"Memory at index {index} has empty {member}", body.Element);
    }

    private static MemoryRecord Read(WireObject record, string? id, MemoryType defaultType, bool extracted)
    {
        var now = record.Reading.Now;
        return new MemoryRecord
        {
            Id = CheckedId(record, id),
            Text = record.RequiredText("text"),
            SessionId = record.Id("session_id"),
            UserId = record.Id("user_id"),
            Namespace = record.Id("namespace"),
            LastAccessed = record.Time("last_accessed") ?? now,
            CreatedAt = record.Time("created_at") ?? now,
            UpdatedAt = record.Time("updated_at") ?? now,
            Pinned = record.Boolean("pinned") ?? false,
            AccessCount = record.Integer("access_count", minimum: 0) ?? 0,
            Topics = record.Tags("topics"),
            Entities = record.Tags("entities"),
            DiscreteMemoryExtracted = record.Choice("discrete_memory_extracted", Vocabularies.Flags) ?? extracted,
            MemoryType = record.Choice("memory_type", Vocabularies.MemoryTypes) ?? defaultType,
            ExtractedFrom = record.Tags("extracted_from"),
            EventDate = record.Time("event_date"),
            ExtractionStrategy = record.Text("extraction_strategy") ?? "discrete",
            ExtractionStrategyConfig = record.FreeObject("extraction_strategy_config") ?? Json.EmptyObject,
            Metadata = record.FreeObject("metadata") ?? Json.EmptyObject,
        };
    }

    private static string CheckedId(WireObject record, string? id)
    {
        if (id is null)
            return "";
        record.Reading.Enter("id");
        Identifier.Check(id, Reading.AsJson(id), record.Reading);
        record.Reading.Leave();
        return id;
    }
}
