using AgentMemory.Storage.Sqlite.Database;

namespace AgentMemory.Storage.Sqlite.Maintenance;

/// <summary>
/// A second <c>memory_text</c>, filled beside the first while that one answers, and put in its place when it is complete.
/// Rows up to the cursor of the run are in it: triggers keep those true to what is written meanwhile; rows beyond are still to
/// come, and new ones among them, because rows are numbered upwards.
/// </summary>
internal static class PhraseIndex
{
    /// <summary>Names the run in <c>maintenance</c>; the triggers read its cursor.</summary>
    public const string Kind = "rebuild_index";

    public static void Begin(StoreConnection connection)
    {
        connection.Execute(
            """
            CREATE VIRTUAL TABLE memory_text_rebuilt USING fts5 (
                text, content = 'memory', content_rowid = 'row', tokenize = 'porter unicode61 remove_diacritics 2'
            )
            """);
        connection.Execute(
            $"""
            CREATE TRIGGER memory_text_rebuilt_delete AFTER DELETE ON memory
            WHEN old.row <= (SELECT cursor FROM maintenance WHERE kind = '{Kind}') BEGIN
                INSERT INTO memory_text_rebuilt (memory_text_rebuilt, rowid, text) VALUES ('delete', old.row, old.text);
            END
            """);
        connection.Execute(
            $"""
            CREATE TRIGGER memory_text_rebuilt_update AFTER UPDATE OF text ON memory
            WHEN old.text <> new.text AND old.row <= (SELECT cursor FROM maintenance WHERE kind = '{Kind}') BEGIN
                INSERT INTO memory_text_rebuilt (memory_text_rebuilt, rowid, text) VALUES ('delete', old.row, old.text);
                INSERT INTO memory_text_rebuilt (rowid, text) VALUES (new.row, new.text);
            END
            """);
    }

    public static void Add(StoreConnection connection, long after, long last) =>
        connection.Execute(
            "INSERT INTO memory_text_rebuilt (rowid, text) SELECT row, text FROM memory WHERE row > ?1 AND row <= ?2", after, last);

    /// <summary>The triggers that keep the phrase index stay as the schema made them: their text is taken from it.</summary>
    public static void Swap(StoreConnection connection)
    {
        connection.Execute("DROP TRIGGER memory_text_rebuilt_delete");
        connection.Execute("DROP TRIGGER memory_text_rebuilt_update");
        var triggers = new List<(string Name, string Sql)>();
        using (var reader = connection.Query(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name IN (?1, ?2, ?3)",
            "memory_text_insert", "memory_text_delete", "memory_text_update"))
        {
            while (reader.Read())
                triggers.Add((reader.GetString(0), reader.GetString(1)));
        }

        foreach (var (name, _) in triggers)
            connection.Execute("DROP TRIGGER " + name);
        connection.Execute("DROP TABLE memory_text");
        connection.Execute("ALTER TABLE memory_text_rebuilt RENAME TO memory_text");
        foreach (var (_, sql) in triggers)
            connection.Execute(sql);
    }
}
