using AgentMemory.LongTermMemory;

namespace AgentMemory.Maintenance.Reference;

/// <summary>Records as the reference keeps them, as ours: hashes of long-term memory, and members of sessions.</summary>
internal static class ReferenceRecords
{
    /// <summary>Of a hash that holds nothing but what counting an access wrote after its record was deleted (T38).</summary>
    public static bool IsOrphan(ReferenceMemory item) => !item.Fields.ContainsKey("text") && !item.Fields.ContainsKey("id_");

    /// <param name="now">For a record that has no time at all.</param>
    /// <exception cref="UnreadableItemException">It has no text, or no id.</exception>
    public static MemoryRecord Read(ReferenceMemory item, DateTimeOffset now, ReferenceRepairs repairs)
    {
        var fields = new ReferenceFields(item.Fields, repairs);
        if (!fields.Has("text"))
            throw new UnreadableItemException("has no text");

        // Clients were told the id of the field; older records have that of their key only (T44).
        var id = fields.Text("id_") ?? item.IdOfKey;
        if (id.Length == 0)
            throw new UnreadableItemException("has no id");
        var updated = fields.Time("updated_at");
        var created = fields.Time("created_at") ?? updated ?? fields.Time("last_accessed") ?? now;
        return new MemoryRecord
        {
            Id = id,
            Text = fields.Text("text") ?? "",
            SessionId = fields.Text("session_id"),
            UserId = fields.Text("user_id"),
            Namespace = fields.Text("namespace"),
            CreatedAt = created,
            UpdatedAt = updated ?? created,
            LastAccessed = fields.Time("last_accessed") ?? created,
            PersistedAt = fields.Time("persisted_at"),
            EventDate = fields.Time("event_date"),
            Pinned = fields.Boolean("pinned") ?? false,
            AccessCount = Math.Max(0, fields.Integer("access_count") ?? 0),
            Topics = fields.Tags("topics"),
            Entities = fields.Tags("entities"),
            ExtractedFrom = fields.Tags("extracted_from"),
            DiscreteMemoryExtracted = Flag(fields.Text("discrete_memory_extracted"), repairs),
            MemoryType = Type(fields.Text("memory_type"), repairs),
            ExtractionStrategy = fields.Text("extraction_strategy") ?? Extraction.StrategyNames.Discrete,
            ExtractionStrategyConfig = fields.FreeObject("extraction_strategy_config") ?? Json.EmptyObject,
            Metadata = fields.FreeObject("metadata") ?? Json.EmptyObject,
        };
    }

    /// <param name="now">As above.</param>
    /// <returns><see langword="null"/> when it says nothing.</returns>
    public static MemoryRecord? Read(ReferenceObject member, DateTimeOffset now, ReferenceRepairs repairs)
    {
        if (member.Text("text") is not { } text)
            return null;
        var updated = member.Time("updated_at");
        var created = member.Time("created_at") ?? updated ?? now;
        return new MemoryRecord
        {
            Id = member.Text("id") is { Length: > 0 } id ? id : StableId.Of(text),
            Text = text,
            SessionId = NullIfEmpty(member.Text("session_id")),
            UserId = NullIfEmpty(member.Text("user_id")),
            Namespace = NullIfEmpty(member.Text("namespace")),
            CreatedAt = created,
            UpdatedAt = updated ?? created,
            LastAccessed = member.Time("last_accessed") ?? created,
            PersistedAt = member.Time("persisted_at"),
            EventDate = member.Time("event_date"),
            Pinned = member.Boolean("pinned") ?? false,
            AccessCount = Math.Max(0, member.Integer("access_count") ?? 0),
            Topics = member.Texts("topics") is { } topics ? ReferenceTags.Split(topics) : null,
            Entities = member.Texts("entities") is { } entities ? ReferenceTags.Split(entities) : null,
            ExtractedFrom = member.Texts("extracted_from") is { } sources ? ReferenceTags.Split(sources) : null,
            MemoryHash = member.Text("memory_hash"),
            DiscreteMemoryExtracted = member.Flag("discrete_memory_extracted") ?? false,
            MemoryType = Type(member.Text("memory_type"), repairs),
            ExtractionStrategy = NullIfEmpty(member.Text("extraction_strategy")) ?? Extraction.StrategyNames.Discrete,
            ExtractionStrategyConfig = member.FreeObject("extraction_strategy_config") ?? Json.EmptyObject,
            Metadata = member.FreeObject("metadata") ?? Json.EmptyObject,
        };
    }

    /// <summary>What says neither is taken for seen: nothing is extracted twice (T44).</summary>
    private static bool Flag(string? text, ReferenceRepairs repairs)
    {
        if (text is not ("t" or "f"))
            repairs.Add("a missing mark of extraction became `t`");
        return text != "f";
    }

    private static MemoryType Type(string? text, ReferenceRepairs repairs)
    {
        switch (text)
        {
            case "semantic":
                return MemoryType.Semantic;
            case "episodic":
                return MemoryType.Episodic;
            case "message":
                break;
            default:
                repairs.Add("a missing or unknown type became `message`");
                break;
        }

        return MemoryType.Message;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
