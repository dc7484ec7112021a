using AgentMemory.Maintenance;
using AgentMemory.Storage.Sqlite.Database;

namespace AgentMemory.Storage.Sqlite.Maintenance;

/// <summary>Phrases, tags and vectors. The words of a search are read from the records by each process itself.</summary>
internal sealed partial class SqliteStoreMaintenance
{
    public Task<RebuildStep> RebuildIndexAsync(MaintenanceRun run, int records, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction =>
            {
                var connection = transaction.Connection;
                if (ProgressRows.Find(connection, run) is not var (cursor, done))
                    return new RebuildStep(run.Total, IsFinished: true, DroppedVectors: 0);
                var (last, taken) = Extent(connection, cursor, records);
                if (taken == 0)
                {
                    PhraseIndex.Swap(connection);
                    ProgressRows.Finish(connection, run);
                    return new RebuildStep(done, IsFinished: true, DropVectors(connection, cursor, long.MaxValue));
                }

                PhraseIndex.Add(connection, cursor, last);
                RebuildTags(connection, cursor, last);
                ProgressRows.Advance(connection, run, last, done + taken);
                return new RebuildStep(done + taken, IsFinished: false, DropVectors(connection, cursor, last));
            },
            cancellationToken);

    /// <summary>The last of the next rows, and how many they are.</summary>
    private static (long Last, int Taken) Extent(StoreConnection connection, long cursor, int records)
    {
        using var reader = connection.Query(
            "SELECT max(row), count(*) FROM (SELECT row FROM memory WHERE row > ?1 ORDER BY row LIMIT ?2)", cursor, (long)records);
        reader.Read();
        var taken = reader.GetInt32(1);
        return (taken == 0 ? cursor : reader.GetInt64(0), taken);
    }

    private static void RebuildTags(StoreConnection connection, long after, long last)
    {
        connection.Execute("DELETE FROM memory_tag WHERE memory > ?1 AND memory <= ?2", after, last);
        AddTags("t", "topics");
        AddTags("e", "entities");

        // A record whose list cannot be read has no tags; it is found by maintenance of its own.
        void AddTags(string kind, string column) => connection.Execute(
            $"""
            INSERT OR IGNORE INTO memory_tag (kind, value, memory)
            SELECT ?1, tag.value, m.row FROM memory m,
                json_each(CASE WHEN json_valid(m.{column}) THEN m.{column} ELSE '[]' END) tag
            WHERE m.row > ?2 AND m.row <= ?3 AND tag.type = 'text'
            """,
            kind, after, last);
    }

    /// <summary>Those of no record, and those of another length than they say.</summary>
    private static int DropVectors(StoreConnection connection, long after, long last) =>
        connection.Execute(
            """
            DELETE FROM memory_vector WHERE memory > ?1 AND memory <= ?2
                AND (length(vector) <> 4 * dimensions OR NOT EXISTS (SELECT 1 FROM memory m WHERE m.row = memory_vector.memory))
            """,
            after, last);
}
