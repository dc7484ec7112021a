using AgentMemory.LongTermMemory;
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

    private const int Raw = MemoryRows.ColumnCount;

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

    public MigratedRecord Migrated(MemoryRecord stored) => MigratedRecord.Of(stored, Type, isFlagged: Flag is 0L or 1L);
}
