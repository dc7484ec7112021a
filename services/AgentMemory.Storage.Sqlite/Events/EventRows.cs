using AgentMemory.Storage.Sqlite.Database;

namespace AgentMemory.Storage.Sqlite.Events;

/// <summary>The bounds of the table <c>event</c>, whose sequence has no holes but those that trimming makes.</summary>
internal static class EventRows
{
    /// <summary>Of all entries ever written: the sequence is remembered when the table is empty.</summary>
    public static long Newest(StoreConnection connection) =>
        (long?)connection.Scalar("SELECT seq FROM sqlite_sequence WHERE name = 'event'") ?? 0;

    /// <summary>The oldest entry that was not trimmed; one past the newest when all were.</summary>
    public static long OldestKept(StoreConnection connection) =>
        (long?)connection.Scalar("SELECT min(seq) FROM event") ?? Newest(connection) + 1;
}
