using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.LongTermMemory;

/// <summary>Rows of <c>memory_merge</c> and their members: what was merged, kept as it was as long as its survivor is.</summary>
internal static class MergeRows
{
    private const string Columns = "g.row, g.id, g.reason, g.model, g.at, g.undone_at, g.survivor, g.originals";

    /// <param name="originals">With the aliases that stood for them.</param>
    public static void Insert(StoreConnection connection, MemoryMerge merge, IReadOnlyList<MergedRecord> originals)
    {
        var (ns, user) = (merge.Owner.Namespace ?? "", merge.Owner.UserId ?? "");
        connection.Execute(
            """
            INSERT INTO memory_merge (id, namespace, user_id, survivor_id, reason, model, at, survivor, originals)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """,
            merge.Id, ns, user, merge.Survivor.Id, MergeDetail.ReasonName(merge.Reason), merge.Model, merge.At.ToMicroseconds(),
            StoredJson.Write(MergedRecord.Of(merge.Survivor, [])), StoredJson.Write(originals));
        var row = connection.LastInsertRow;
        foreach (var original in originals)
        {
            connection.Execute(
                "INSERT OR IGNORE INTO memory_merge_member (id, namespace, user_id, merge) VALUES (?1, ?2, ?3, ?4)",
                original.Record.Id, ns, user, row);
        }
    }

    public static bool Exists(StoreConnection connection, string id) =>
        connection.Scalar("SELECT 1 FROM memory_merge WHERE id = ?1", id) is not null;

    public static MergeRow? Find(StoreConnection connection, AccessScope scope, string id)
    {
        List<object?> arguments = [id];
        var sql = $"SELECT {Columns} FROM memory_merge g WHERE g.id = ?1 AND g.survivor IS NOT NULL AND "
            + FilterSql.Build(scope, arguments, "g.");
        using var reader = connection.Query(sql, arguments.ToArray());
        return reader.Read() ? Read(reader) : null;
    }

    /// <summary>Merges with the record, newest first.</summary>
    public static List<MergeRow> Of(StoreConnection connection, MemoryKey key, int limit)
    {
        var merges = new List<MergeRow>();
        using var reader = connection.Query(
            $"""
            SELECT {Columns} FROM memory_merge_member m JOIN memory_merge g ON g.row = m.merge
            WHERE m.id = ?1 AND m.namespace = ?2 AND m.user_id = ?3 AND g.survivor IS NOT NULL
            ORDER BY m.merge DESC LIMIT ?4
            """,
            [.. Arguments(key), (long)limit]);
        while (reader.Read())
            merges.Add(Read(reader));
        return merges;
    }

    public static void MarkUndone(StoreConnection connection, long row, DateTimeOffset at) =>
        connection.Execute("UPDATE memory_merge SET undone_at = ?2 WHERE row = ?1", row, at.ToMicroseconds());

    /// <summary>A later merge with the record that was not undone.</summary>
    public static string? LaterMerge(StoreConnection connection, MemoryKey key, long row) =>
        (string?)connection.Scalar(
            """
            SELECT g.id FROM memory_merge_member m JOIN memory_merge g ON g.row = m.merge
            WHERE m.id = ?1 AND m.namespace = ?2 AND m.user_id = ?3 AND m.merge > ?4 AND g.undone_at IS NULL
            ORDER BY m.merge DESC LIMIT 1
            """,
            [.. Arguments(key), row]);

    /// <summary>Whether undoing a merge has separated the two.</summary>
    public static bool AreSeparated(StoreConnection connection, MemoryKey one, string other) =>
        connection.Scalar(
            """
            SELECT 1 FROM memory_merge_member a JOIN memory_merge_member b ON b.merge = a.merge
                AND b.namespace = a.namespace AND b.user_id = a.user_id
            JOIN memory_merge g ON g.row = a.merge
            WHERE a.id = ?1 AND a.namespace = ?2 AND a.user_id = ?3 AND b.id = ?4 AND g.undone_at IS NOT NULL LIMIT 1
            """,
            [.. Arguments(one), other]) is not null;

    /// <summary>
    /// The record is gone for good: nothing of it stays in the merges that made it, nor in undone ones. Of these, that their
    /// other records are kept apart stays.
    /// </summary>
    public static void Forget(StoreConnection connection, MemoryKey key)
    {
        connection.Execute(
            """
            UPDATE memory_merge SET survivor = NULL, originals = NULL
            WHERE undone_at IS NOT NULL AND row IN (
                SELECT merge FROM memory_merge_member WHERE id = ?1 AND namespace = ?2 AND user_id = ?3)
            """,
            Arguments(key));
        foreach (var (row, members) in MadeOf(connection, key))
        {
            connection.Execute("DELETE FROM memory_merge WHERE row = ?1", row);
            connection.Execute("DELETE FROM memory_merge_member WHERE merge = ?1", row);
            // What it consumed may have consumed others before, and is as gone.
            foreach (var member in members.Where(member => MemoryRows.Find(connection, member) is null))
                Forget(connection, member);
        }
    }

    private static List<(long Row, List<MemoryKey> Members)> MadeOf(StoreConnection connection, MemoryKey survivor)
    {
        var merges = new List<(long Row, List<MemoryKey> Members)>();
        using (var reader = connection.Query(
            """
            SELECT row FROM memory_merge WHERE survivor_id = ?1 AND namespace = ?2 AND user_id = ?3 AND undone_at IS NULL
            """,
            Arguments(survivor)))
        {
            while (reader.Read())
                merges.Add((reader.GetInt64(0), []));
        }

        foreach (var (row, members) in merges)
        {
            using var reader = connection.Query("SELECT id FROM memory_merge_member WHERE merge = ?1", row);
            while (reader.Read())
            {
                if (reader.GetString(0) != survivor.Id)
                    members.Add(survivor with { Id = reader.GetString(0) });
            }
        }

        return merges;
    }

    private static object?[] Arguments(MemoryKey key) => [key.Id, key.Owner.Namespace ?? "", key.Owner.UserId ?? ""];

    private static MergeRow Read(SqliteDataReader reader)
    {
        var originals = StoredJson.ReadMerged(reader.GetString(7));
        return new MergeRow(reader.GetInt64(0), originals, new MemoryMerge
        {
            Id = reader.GetString(1),
            Reason = MergeDetail.ParseReason(reader.GetString(2)),
            Model = reader.StringOrNull(3),
            At = Timestamp.FromMicroseconds(reader.GetInt64(4)),
            UndoneAt = reader.TimeOrNull(5),
            Survivor = StoredJson.ReadMergedRecord(reader.GetString(6)).Whole,
            Originals = [.. originals.Select(original => original.Whole)],
        });
    }
}

/// <summary>A merge with the row it is stored in.</summary>
internal sealed record MergeRow(long Row, IReadOnlyList<MergedRecord> Originals, MemoryMerge Merge);
