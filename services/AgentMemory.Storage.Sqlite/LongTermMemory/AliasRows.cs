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
