using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Sqlite.Database;

namespace AgentMemory.Storage.Sqlite.LongTermMemory;

/// <summary>
/// Rows of <c>memory_alias</c>. Always one step: when a survivor is itself merged away, its aliases are pointed onwards.
/// </summary>
internal static class AliasRows
{
    /// <summary>Makes <paramref name="id"/>, and whatever was an alias of it, an alias of <paramref name="survivor"/>.</summary>
    public static void Point(StoreConnection connection, string id, MemoryKey survivor)
    {
        var (ns, user) = (survivor.Owner.Namespace ?? "", survivor.Owner.UserId ?? "");
        connection.Execute(
            "UPDATE memory_alias SET target = ?4 WHERE target = ?1 AND namespace = ?2 AND user_id = ?3", id, ns, user, survivor.Id);
        if (id == survivor.Id)
            return;
        connection.Execute(
            """
            INSERT INTO memory_alias (id, namespace, user_id, target) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE SET target = excluded.target
            """,
            id, ns, user, survivor.Id);
    }

    public static bool Contains(StoreConnection connection, MemoryKey alias) =>
        connection.Scalar(
            "SELECT 1 FROM memory_alias WHERE id = ?1 AND namespace = ?2 AND user_id = ?3",
            alias.Id, alias.Owner.Namespace ?? "", alias.Owner.UserId ?? "") is not null;

    /// <summary>Ids that stand for the record.</summary>
    public static IReadOnlyList<string> Of(StoreConnection connection, MemoryKey target)
    {
        var ids = new List<string>();
        using var reader = connection.Query(
            "SELECT id FROM memory_alias WHERE target = ?1 AND namespace = ?2 AND user_id = ?3 ORDER BY id",
            target.Id, target.Owner.Namespace ?? "", target.Owner.UserId ?? "");
        while (reader.Read())
            ids.Add(reader.GetString(0));
        return ids;
    }

    /// <summary>Makes an alias stand for another record, if it still stands for <paramref name="from"/>.</summary>
    public static void Redirect(StoreConnection connection, string alias, string from, MemoryKey to) =>
        connection.Execute(
            "UPDATE memory_alias SET target = ?5 WHERE id = ?1 AND namespace = ?2 AND user_id = ?3 AND target = ?4",
            alias, to.Owner.Namespace ?? "", to.Owner.UserId ?? "", from, to.Id);

    /// <summary>The id is a record of its own again.</summary>
    public static void Remove(StoreConnection connection, MemoryKey key) =>
        connection.Execute(
            "DELETE FROM memory_alias WHERE id = ?1 AND namespace = ?2 AND user_id = ?3",
            key.Id, key.Owner.Namespace ?? "", key.Owner.UserId ?? "");

    public static void RemoveOf(StoreConnection connection, MemoryKey target) =>
        connection.Execute(
            "DELETE FROM memory_alias WHERE target = ?1 AND namespace = ?2 AND user_id = ?3",
            target.Id, target.Owner.Namespace ?? "", target.Owner.UserId ?? "");
}
