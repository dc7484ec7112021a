using System.Text.Json;
using AgentMemory.Events;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.Events;

/// <summary>Rows of <c>event</c>, whose sequence has no holes but those that trimming makes, and up to where it was trimmed.</summary>
internal static class EventRows
{
    public const string Columns = "seq, at, kind, namespace, user_id, session_id, subject_id, detail";

    /// <summary>Of all entries ever written: the sequence is remembered when the table is empty.</summary>
    public static long Newest(StoreConnection connection) =>
        (long?)connection.Scalar("SELECT seq FROM sqlite_sequence WHERE name = 'event'") ?? 0;

    /// <summary>The newest entry dropped because the whole log was too long.</summary>
    public static long Trimmed(StoreConnection connection) => (long)connection.Scalar("SELECT until FROM event_trim")!;

    /// <summary>Whether entries after the given one that the filter admits may have been dropped.</summary>
    public static bool IsTrimmedAfter(StoreConnection connection, AccessScope scope, EventFilter filter, long after)
    {
        if (Trimmed(connection) > after)
            return true;
        List<object?> arguments = [after];
        var sql = "SELECT 1 FROM event_session_trim WHERE until > ?1 AND " + FilterSql.Build(scope, arguments);
        if (filter.Session is { } session)
            sql += Of("session_id", session.SessionId, session.Owner, arguments);
        if (filter.Memory is { } memory)
            sql += Of(null, null, memory.Owner, arguments);
        return connection.Scalar(sql + " LIMIT 1", arguments.ToArray()) is not null;
    }

    /// <summary>Conditions on the columns of <c>event</c>.</summary>
    public static string Conditions(AccessScope scope, EventFilter filter, List<object?> arguments)
    {
        var sql = FilterSql.Build(scope, arguments);
        if (filter.Session is { } session)
            sql += Of("session_id", session.SessionId, session.Owner, arguments);
        if (filter.Memory is { } memory)
            sql += Of("subject_id", memory.Id, memory.Owner, arguments);
        return sql;
    }

    public static MemoryEvent Read(SqliteDataReader reader) => new(
        reader.GetInt64(0), Timestamp.FromMicroseconds(reader.GetInt64(1)), reader.GetString(2),
        new Owner(reader.GetString(3), reader.GetString(4)), reader.StringOrNull(5), reader.StringOrNull(6),
        reader.StringOrNull(7) is { } detail ? StoredJson.ReadElement(detail) : (JsonElement?)null);

    private static string Of(string? column, string? value, Owner owner, List<object?> arguments)
    {
        var first = arguments.Count + 1;
        arguments.AddRange([owner.Namespace ?? "", owner.UserId ?? ""]);
        var sql = $" AND namespace = ?{first} AND user_id = ?{first + 1}";
        if (column is null)
            return sql;
        arguments.Add(value);
        return $"{sql} AND {column} = ?{first + 2}";
    }
}
