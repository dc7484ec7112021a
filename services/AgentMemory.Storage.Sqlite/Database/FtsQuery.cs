namespace AgentMemory.Storage.Sqlite.Database;

/// <summary>
/// FTS5 query expressions. The caller's words are a quoted string, in which FTS5 knows no operators.
/// </summary>
internal static class FtsQuery
{
    /// <remarks>FTS5 reads its expression up to the first NUL; in a phrase that is a separator like any other.</remarks>
    public static string Phrase(string phrase) =>
        "\"" + phrase.Replace('\0', ' ').Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
