using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Sqlite.Database;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.LongTermMemory;

/// <summary>Rows of <c>memory</c> with their tags as records, and back.</summary>
internal static class MemoryRows
{
    public const string Columns =
        """
        m.row, m.id, m.namespace, m.user_id, m.session_id, m.version, m.text, m.hash, m.memory_type, m.pinned, m.access_count,
        m.extracted, m.last_accessed, m.created_at, m.updated_at, m.persisted_at, m.event_date, m.extraction_strategy,
        m.extraction_strategy_config, m.topics, m.entities, m.extracted_from, m.metadata, m.slot, m.context
        """;

    /// <summary>How many columns there are.</summary>
    public const int ColumnCount = 25;

    public static MemoryRow? Find(StoreConnection connection, MemoryKey key)
    {
        using var reader = connection.Query(
            $"SELECT {Columns} FROM memory m WHERE m.id = ?1 AND m.namespace = ?2 AND m.user_id = ?3",
            key.Id, key.Owner.Namespace ?? "", key.Owner.UserId ?? "");
        return reader.Read() ? Read(reader) : null;
    }

    public static MemoryRow? Find(StoreConnection connection, long row)
    {
        using var reader = connection.Query($"SELECT {Columns} FROM memory m WHERE m.row = ?1", row);
        return reader.Read() ? Read(reader) : null;
    }

    public static MemoryRow Read(SqliteDataReader reader) => new(reader.GetInt64(0), new MemoryRecord
    {
        Id = reader.GetString(1),
        Namespace = NullIfEmpty(reader.GetString(2)),
        UserId = NullIfEmpty(reader.GetString(3)),
        SessionId = NullIfEmpty(reader.GetString(4)),
        Version = reader.GetInt64(5),
        Text = reader.GetString(6),
        MemoryHash = reader.GetString(7),
        MemoryType = ParseType(reader.GetString(8)),
        Pinned = reader.GetBoolean(9),
        AccessCount = reader.GetInt32(10),
        DiscreteMemoryExtracted = reader.GetBoolean(11),
        LastAccessed = Timestamp.FromMicroseconds(reader.GetInt64(12)),
        CreatedAt = Timestamp.FromMicroseconds(reader.GetInt64(13)),
        UpdatedAt = Timestamp.FromMicroseconds(reader.GetInt64(14)),
        PersistedAt = reader.TimeOrNull(15),
        EventDate = reader.TimeOrNull(16),
        ExtractionStrategy = reader.GetString(17),
        ExtractionStrategyConfig = StoredJson.ReadElement(reader.GetString(18)),
        Topics = StoredJson.ReadStrings(reader.GetString(19)),
        Entities = StoredJson.ReadStrings(reader.GetString(20)),
        ExtractedFrom = StoredJson.ReadStrings(reader.GetString(21)),
        Metadata = StoredJson.ReadElement(reader.GetString(22)),
        Slot = reader.StringOrNull(23),
        Context = reader.StringOrNull(24),
    });

    /// <returns>The new row.</returns>
    public static long Insert(StoreConnection connection, MemoryRecord record, string operation)
    {
        connection.Execute(
            """
            INSERT INTO memory (id, namespace, user_id, session_id, version, operation, text, hash, memory_type, pinned, access_count,
                extracted, last_accessed, created_at, updated_at, persisted_at, event_date, extraction_strategy,
                extraction_strategy_config, topics, entities, extracted_from, metadata, slot, context)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)
            """,
            Values(record, operation));
        var row = connection.LastInsertRow;
        InsertTags(connection, row, record);
        return row;
    }

    /// <summary>Overwrites every column, so that a cleared value is really gone (T32). What another text, type or owner makes of
    /// the record deduplication has not looked at.</summary>
    /// <param name="operation"><see langword="null"/> keeps the one that wrote it.</param>
    public static void Update(StoreConnection connection, long row, MemoryRecord record, string? operation)
    {
        connection.Execute(
            """
            UPDATE memory SET id = ?1, namespace = ?2, user_id = ?3, session_id = ?4, version = ?5, operation = coalesce(?6, operation), text = ?7,
                hash = ?8, memory_type = ?9, pinned = ?10, access_count = ?11, extracted = ?12, last_accessed = ?13,
                created_at = ?14, updated_at = ?15, persisted_at = ?16, event_date = ?17, extraction_strategy = ?18,
                extraction_strategy_config = ?19, topics = ?20, entities = ?21, extracted_from = ?22, metadata = ?23, slot = ?24, context = ?25,
                consolidated = consolidated AND text = ?7 AND memory_type = ?9 AND namespace = ?2 AND user_id = ?3
            WHERE row = ?26
            """,
            [.. Values(record, operation), row]);
        connection.Execute("DELETE FROM memory_tag WHERE memory = ?1", row);
        InsertTags(connection, row, record);
    }

    public static void Delete(StoreConnection connection, long row)
    {
        connection.Execute("DELETE FROM memory_vector WHERE memory = ?1", row);
        connection.Execute("DELETE FROM memory_tag WHERE memory = ?1", row);
        connection.Execute("DELETE FROM memory WHERE row = ?1", row);
    }

    public static string TypeName(MemoryType type) => type switch
    {
        MemoryType.Message => "message",
        MemoryType.Semantic => "semantic",
        _ => "episodic",
    };

    private static MemoryType ParseType(string name) => name switch
    {
        "message" => MemoryType.Message,
        "semantic" => MemoryType.Semantic,
        _ => MemoryType.Episodic,
    };

    private static string? NullIfEmpty(string value) => value.Length == 0 ? null : value;

    private static object?[] Values(MemoryRecord record, string? operation) =>
    [
        record.Id, record.Owner.Namespace ?? "", record.Owner.UserId ?? "", record.SessionId ?? "", record.Version, operation,
        record.Text, record.MemoryHash, TypeName(record.MemoryType),
        record.Pinned ? 1L : 0L, (long)record.AccessCount, record.DiscreteMemoryExtracted ? 1L : 0L,
        record.LastAccessed.ToMicroseconds(), record.CreatedAt.ToMicroseconds(), record.UpdatedAt.ToMicroseconds(),
        record.PersistedAt?.ToMicroseconds(), record.EventDate?.ToMicroseconds(), record.ExtractionStrategy,
        StoredJson.Write(record.ExtractionStrategyConfig), StoredJson.Write(record.Topics), StoredJson.Write(record.Entities),
        StoredJson.Write(record.ExtractedFrom), StoredJson.Write(record.Metadata), record.Slot, record.Context,
    ];

    private static void InsertTags(StoreConnection connection, long row, MemoryRecord record)
    {
        InsertTags(connection, row, "t", record.Topics);
        InsertTags(connection, row, "e", record.Entities);
    }

    private static void InsertTags(StoreConnection connection, long row, string kind, IReadOnlyList<string>? values)
    {
        foreach (var value in values ?? [])
            connection.Execute("INSERT OR IGNORE INTO memory_tag (kind, value, memory) VALUES (?1, ?2, ?3)", kind, value, row);
    }
}

/// <summary>A record with the row it is stored in.</summary>
internal sealed record MemoryRow(long Row, MemoryRecord Record)
{
    public MemoryKey Key => Record.Key;
}
