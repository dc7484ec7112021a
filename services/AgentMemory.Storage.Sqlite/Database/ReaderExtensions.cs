using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.Database;

internal static class ReaderExtensions
{
    public static DateTimeOffset? TimeOrNull(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Timestamp.FromMicroseconds(reader.GetInt64(column));

    public static string? StringOrNull(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}
