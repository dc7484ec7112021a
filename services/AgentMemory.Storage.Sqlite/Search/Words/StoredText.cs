using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>What the word index reads of a row of <c>memory</c>.</summary>
/// <param name="SessionId">Empty for none.</param>
/// <param name="CreatedAt">In microseconds.</param>
/// <param name="Day">Of the event, or else of the creation.</param>
/// <param name="Context">See <see cref="AgentMemory.LongTermMemory.MemoryRecord.Context"/>; of what is no message. Messages have what is around them.</param>
internal readonly record struct StoredText(
    long Row, Owner Owner, string SessionId, bool IsMessage, long CreatedAt, DateOnly Day, string Text, string? Context)
{
    public const string Columns = "row, namespace, user_id, session_id, memory_type = 'message', created_at, event_date, text, context";

    public static StoredText Read(SqliteDataReader reader)
    {
        var createdAt = reader.GetInt64(5);
        var time = Timestamp.FromMicroseconds(reader.IsDBNull(6) ? createdAt : reader.GetInt64(6));
        return new(
            reader.GetInt64(0), new Owner(reader.GetString(1), reader.GetString(2)), reader.GetString(3), reader.GetBoolean(4), createdAt,
            DateOnly.FromDateTime(time.UtcDateTime), reader.GetString(7), reader.GetBoolean(4) ? null : reader.StringOrNull(8));
    }
}
