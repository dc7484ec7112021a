using System.Text.Json;
using AgentMemory.Errors;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.Database;

/// <summary>What SQLite's result codes mean to a caller.</summary>
internal static class SqliteFailure
{
    public static MemoryException Translate(SqliteException error, string path) => error.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => Unavailable(
            "The database is locked by another process; nothing was changed, try again", 1, error),
        SQLitePCL.raw.SQLITE_FULL => Unavailable(
            "The disk (or the configured maximum size) is full; nothing was changed. Free space, or forget memories, and try again", 30, error),
        SQLitePCL.raw.SQLITE_IOERR => Unavailable(
            "The disk failed to read or write; nothing was acknowledged. Check the disk and try again", 30, error),
        SQLitePCL.raw.SQLITE_READONLY => Unavailable(
            "The database is read-only for the server's user; give it write access and try again", 30, error),
        SQLitePCL.raw.SQLITE_CANTOPEN => new StoreIncompatibleException(
            $"The database {path} cannot be opened: check that its folder exists and that this user may write there", error),
        SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_CORRUPT => new StoreIncompatibleException(
            $"The file {path} is damaged or not an AgentMemory database. Restore it from a backup, or move it away to start empty", error),
        _ => Unavailable($"The database failed ({error.SqliteErrorCode}: {error.Message})", 5, error),
    };

    /// <summary>A column holds what no version writes, in a file that is sound.</summary>
    public static MemoryException Translate(JsonException error, string path) => new StoreIncompatibleException(
        $"Something stored in {path} cannot be read ({error.Message}). `agent-memory delete memory --invalid` removes such "
        + "memories, `agent-memory migrate-working-memory --dry-run` names such sessions", error);

    private static StoreUnavailableException Unavailable(string message, int retrySeconds, SqliteException error) =>
        new(message, TimeSpan.FromSeconds(retrySeconds), error);
}
