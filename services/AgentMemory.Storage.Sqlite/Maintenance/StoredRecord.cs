using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Storage.Sqlite.LongTermMemory;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.Maintenance;

/// <summary>A row of <c>memory</c> that may be other than this version writes it.</summary>
/// <param name="Memory"><see langword="null"/> when it cannot be read.</param>
/// <param name="Type">As stored, which may be no type there is.</param>
/// <param name="Flag">As stored: 0, 1 or something else.</param>
internal sealed record StoredRecord(long Row, MemoryRow? Memory, string Type, object Flag)
{
    /// <summary>Selected behind <see cref="MemoryRows.Columns"/>.</summary>
    public const string RawColumns = "m.row, m.memory_type, m.extracted";

    private const int Raw = 24;

    public bool IsReadable => Memory is { Record.Id.Length: > 0 };

    public static StoredRecord Read(SqliteDataReader reader)
    {
        var (row, type, flag) = (reader.GetInt64(Raw), reader.GetString(Raw + 1), reader.GetValue(Raw + 2));
        try
        {
            return new(row, MemoryRows.Read(reader), type, flag);
        }
        catch (Exception failure) when (Unreadable.Is(failure))
        {
            return new(row, null, type, flag);
        }
    }

    /// <summary>The record as this version would have written it, and what was different.</summary>
    public (MemoryRecord Record, MigrationCounts Needs) Migrated(MemoryRecord stored)
    {
        var isTyped = Type is "message" or "semantic" or "episodic";
        var isFlagged = Flag is 0L or 1L;
        var typed = isTyped ? stored : stored with { MemoryType = MemoryType.Message };
        var tagged = typed with
        {
            Topics = Split(typed.Topics),
            Entities = Split(typed.Entities),
            ExtractedFrom = Split(typed.ExtractedFrom),
            DiscreteMemoryExtracted = !isFlagged || typed.DiscreteMemoryExtracted,
        };
        var record = tagged with { MemoryHash = MemoryHash.Compute(tagged) };
        var isTagged = ReferenceEquals(tagged.Topics, stored.Topics) && ReferenceEquals(tagged.Entities, stored.Entities)
            && ReferenceEquals(tagged.ExtractedFrom, stored.ExtractedFrom);
        return (record, new MigrationCounts
        {
            Records = 1,
            Hashes = record.MemoryHash == stored.MemoryHash ? 0 : 1,
            ExtractionFlags = isFlagged ? 0 : 1,
            Types = isTyped ? 0 : 1,
            Tags = isTagged ? 0 : 1,
        });
    }

    /// <summary>The same list when there is nothing to split.</summary>
    private static IReadOnlyList<string>? Split(IReadOnlyList<string>? values) =>
        values is null || !values.Any(value => value.Contains(','))
            ? values
            : [.. values
                .SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                .Distinct(StringComparer.Ordinal)];
}
