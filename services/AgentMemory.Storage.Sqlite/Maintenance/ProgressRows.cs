using AgentMemory.Maintenance;
using AgentMemory.Storage.Sqlite.Database;

namespace AgentMemory.Storage.Sqlite.Maintenance;

/// <summary>Rows of <c>maintenance</c>.</summary>
internal static class ProgressRows
{
    /// <summary>The run under way, or a new one.</summary>
    /// <param name="isNew">Whether it was started here.</param>
    public static MaintenanceRun Join(StoreConnection connection, MaintenanceKind kind, out bool isNew)
    {
        var total = (long)connection.Scalar("SELECT count(*) FROM memory")!;
        using (var reader = connection.Query("SELECT run, done FROM maintenance WHERE kind = ?1", NameOf(kind)))
        {
            isNew = !reader.Read();
            if (!isNew)
                return new(kind, reader.GetString(0), reader.GetInt64(1), total);
        }

        var run = new MaintenanceRun(kind, Ulid.New(), Done: 0, total);
        connection.Execute("INSERT INTO maintenance (kind, run, cursor, done) VALUES (?1, ?2, 0, 0)", NameOf(kind), run.Id);
        return run;
    }

    /// <returns><see langword="null"/> when the run is finished.</returns>
    public static (long Cursor, long Done)? Find(StoreConnection connection, MaintenanceRun run)
    {
        using var reader = connection.Query(
            "SELECT cursor, done FROM maintenance WHERE kind = ?1 AND run = ?2", NameOf(run.Kind), run.Id);
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1)) : null;
    }

    public static void Advance(StoreConnection connection, MaintenanceRun run, long cursor, long done) =>
        connection.Execute("UPDATE maintenance SET cursor = ?2, done = ?3 WHERE kind = ?1", NameOf(run.Kind), cursor, done);

    public static void Finish(StoreConnection connection, MaintenanceRun run) =>
        connection.Execute("DELETE FROM maintenance WHERE kind = ?1", NameOf(run.Kind));

    private static string NameOf(MaintenanceKind kind) => kind switch
    {
        MaintenanceKind.RebuildIndex => PhraseIndex.Kind,
        _ => "migrate_records",
    };
}
