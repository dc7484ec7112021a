using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.LongTermMemory;
using AgentMemory.Storage.Sqlite.WorkingMemory;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Sqlite.Maintenance;

/// <summary>
/// What cannot be read although the file is sound: columns that another program, or a bug, filled with something else. A
/// file that SQLite itself finds damaged is refused as a whole.
/// </summary>
internal sealed partial class SqliteStoreMaintenance
{
    private const int RecordsAtOnce = 1000;

    public async Task<SessionCheck> CheckSessionsAsync(string? after, int sessions, CancellationToken cancellationToken) =>
        await database.ReadSnapshotAsync(
            connection =>
            {
                var keys = ReadAll(
                    connection.Query(
                        "SELECT row, session_id, namespace, user_id FROM session WHERE row > ?1 ORDER BY row LIMIT ?2",
                        Row(after), (long)sessions),
                    reader => (
                        Row: reader.GetInt64(0),
                        Key: new SessionKey(new Owner(reader.GetString(2), reader.GetString(3)), reader.GetString(1))));
                return new SessionCheck(
                    keys.Count,
                    [.. keys.Where(session => !IsReadable(connection, session.Key)).Select(session => session.Key)],
                    keys.Count < sessions ? null : Text(keys[^1].Row));
            },
            cancellationToken);

    public async Task<int> DeleteUnreadableAsync(
        string? @namespace, string? userId, int limit, CancellationToken cancellationToken)
    {
        var unreadable = await FindUnreadableAsync(@namespace, userId, limit, cancellationToken);
        return unreadable.Count == 0 ? 0 : await database.WriteAsync(
            transaction => unreadable.Count(row => DeleteUnreadable(transaction, row)), cancellationToken);
    }

    private async Task<List<long>> FindUnreadableAsync(
        string? @namespace, string? userId, int limit, CancellationToken cancellationToken)
    {
        var found = new List<long>();
        for (var after = 0L; found.Count < limit;)
        {
            var page = await database.ReadAsync(
                connection => ReadAll(
                    connection.Query(
                        $"""
                        SELECT {MemoryRows.Columns}, {StoredRecord.RawColumns} FROM memory m
                        WHERE m.row > ?1 AND (?3 IS NULL OR m.namespace = ?3) AND (?4 IS NULL OR m.user_id = ?4)
                        ORDER BY m.row LIMIT ?2
                        """,
                        after, (long)RecordsAtOnce, @namespace, userId),
                    StoredRecord.Read),
                cancellationToken);
            found.AddRange(page.Where(record => !record.IsReadable).Select(record => record.Row).Take(limit - found.Count));
            if (page.Count < RecordsAtOnce)
                break;
            after = page[^1].Row;
        }

        return found;
    }

    /// <summary>Only what is still unreadable: a writer may have come between.</summary>
    private static bool DeleteUnreadable(WriteTransaction transaction, long row)
    {
        var connection = transaction.Connection;
        var stored = ReadAll(
            connection.Query($"SELECT {MemoryRows.Columns}, {StoredRecord.RawColumns} FROM memory m WHERE m.row = ?1", row),
            StoredRecord.Read);
        if (stored is not [{ IsReadable: false }])
            return false;

        var (key, sessionId) = Identity(connection, row);
        AliasRows.RemoveOf(connection, key);
        MemoryRows.Delete(connection, row);
        MergeRows.Forget(connection, key);
        transaction.Log(EventKinds.MemoryDeleted, key.Owner, sessionId, key.Id, row);
        return true;
    }

    private static (MemoryKey Key, string? SessionId) Identity(StoreConnection connection, long row)
    {
        using var reader = connection.Query("SELECT namespace, user_id, id, session_id FROM memory WHERE row = ?1", row);
        reader.Read();
        var key = new MemoryKey(new Owner(reader.GetString(0), reader.GetString(1)), reader.GetString(2));
        return (key, reader.GetString(3) is { Length: > 0 } session ? session : null);
    }

    private static bool IsReadable(StoreConnection connection, SessionKey key)
    {
        try
        {
            SessionRows.Find(connection, key);
            return true;
        }
        catch (Exception failure) when (Unreadable.Is(failure))
        {
            return false;
        }
    }
}
