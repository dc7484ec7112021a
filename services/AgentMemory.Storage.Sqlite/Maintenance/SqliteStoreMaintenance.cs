using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.Maintenance;

/// <summary>Runs and look-ups. What the steps do is in the other parts.</summary>
internal sealed partial class SqliteStoreMaintenance(StoreDatabase database) : IStoreMaintenance
{
    public Task<MaintenanceRun> BeginAsync(MaintenanceKind kind, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction =>
            {
                var run = ProgressRows.Join(transaction.Connection, kind, out var isNew);
                if (isNew && kind == MaintenanceKind.RebuildIndex)
                    PhraseIndex.Begin(transaction.Connection);
                return run;
            },
            cancellationToken);

    public async Task<IReadOnlyList<MemoryKey>> FindMemoriesAsync(string id, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => ReadAll(
                connection.Query(
                    """
                    SELECT namespace, user_id, id FROM memory WHERE id = ?1
                    UNION SELECT namespace, user_id, target FROM memory_alias WHERE id = ?1
                    ORDER BY namespace, user_id
                    """,
                    id),
                reader => new MemoryKey(new Owner(reader.GetString(0), reader.GetString(1)), reader.GetString(2))),
            cancellationToken);

    public async Task<IReadOnlyList<(SessionKey Key, int Messages)>> FindSessionsAsync(
        string id, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => ReadAll(
                connection.Query(
                    """
                    SELECT namespace, user_id, message_count FROM session
                    WHERE session_id = ?1 AND (expires_at IS NULL OR expires_at > ?2) ORDER BY namespace, user_id
                    """,
                    id, database.Time.UtcNowMicroseconds().ToMicroseconds()),
                reader => (new SessionKey(new Owner(reader.GetString(0), reader.GetString(1)), id), reader.GetInt32(2))),
            cancellationToken);

    public async Task<long> CountWithoutVectorAsync(string model, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => (long)connection.Scalar(
                """
                SELECT count(*) FROM memory WHERE NOT EXISTS (
                    SELECT 1 FROM memory_vector v WHERE v.memory = memory.row AND v.model = ?1)
                """,
                model)!,
            cancellationToken);

    private static List<T> ReadAll<T>(SqliteDataReader reader, Func<SqliteDataReader, T> read)
    {
        using (reader)
        {
            var all = new List<T>();
            while (reader.Read())
                all.Add(read(reader));
            return all;
        }
    }
}
