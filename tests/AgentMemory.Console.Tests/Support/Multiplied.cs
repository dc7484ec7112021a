using Microsoft.Data.Sqlite;

namespace AgentMemory.ConsoleTests.Support;

/// <summary>
/// Makes many memories of few while no server runs, each with an id of its own and a little older: writing so many through the
/// store takes minutes, and what a list costs does not depend on who wrote it.
/// </summary>
internal static class Multiplied
{
    private const long Minute = 60_000_000;

    /// <param name="database">The store's file; what is in it was written by a server.</param>
    public static void Memories(string database, int times)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        connection.Open();
        var columns = Columns(connection);
        using var transaction = connection.BeginTransaction();
        for (var copy = 1; copy < times; copy++)
        {
            Execute(
                connection,
                $"""
                INSERT INTO memory ({string.Join(", ", columns)})
                SELECT {string.Join(", ", columns.Select(Copied))} FROM memory WHERE instr(id, '+') = 0
                """,
                copy);
        }

        Execute(
            connection,
            """
            INSERT OR IGNORE INTO memory_tag (kind, value, memory)
            SELECT tag.kind, tag.value, copied.row FROM memory AS copied
            JOIN memory AS original ON original.id = substr(copied.id, 1, instr(copied.id, '+') - 1)
            JOIN memory_tag AS tag ON tag.memory = original.row WHERE instr(copied.id, '+') > 0
            """,
            0);
        transaction.Commit();
    }

    private static string Copied(string column) => column switch
    {
        "id" => "id || '+' || $copy",
        "created_at" => $"created_at - $copy * {Minute}",
        _ => column,
    };

    private static List<string> Columns(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info('memory') WHERE name <> 'row'";
        using var reader = command.ExecuteReader();
        var columns = new List<string>();
        while (reader.Read())
            columns.Add(reader.GetString(0));
        return columns;
    }

    private static void Execute(SqliteConnection connection, string sql, long copy)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (sql.Contains("$copy", StringComparison.Ordinal))
            command.Parameters.AddWithValue("$copy", copy);
        command.ExecuteNonQuery();
    }
}
