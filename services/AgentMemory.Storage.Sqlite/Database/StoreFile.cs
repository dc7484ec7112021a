using System.Globalization;
using AgentMemory.Errors;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.Database;

/// <summary>Opens connections to the database file with the settings every process must share.</summary>
internal sealed class StoreFile(SqliteStoreOptions options)
{
    public SqliteStoreOptions Options => options;

    public StoreConnection OpenWriter()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(options.DatabasePath))!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreIncompatibleException(
                $"The data folder {folder} cannot be created ({error.Message}). Set AGENT_MEMORY_DATA to a folder this user may write", error);
        }

        var connection = Open(SqliteOpenMode.ReadWriteCreate);
        // Acknowledged means on disk: WAL with FULL syncs the log at every commit.
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.Execute("PRAGMA synchronous = FULL");
        connection.Execute("PRAGMA wal_autocheckpoint = 4000");
        if (options.MaximumBytes is { } bytes)
        {
            var pageSize = (long)connection.Scalar("PRAGMA page_size")!;
            connection.Execute("PRAGMA max_page_count = " + (bytes / pageSize).ToString(CultureInfo.InvariantCulture));
        }

        return connection;
    }

    public StoreConnection OpenReader()
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
        connection.Execute("PRAGMA query_only = ON");
        return connection;
    }

    private StoreConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = options.DatabasePath,
            Mode = mode,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, (int)options.BusyTimeout.TotalMilliseconds);
            var opened = new StoreConnection(connection);
            opened.Execute("PRAGMA cache_size = -32000");
            opened.Execute("PRAGMA temp_store = MEMORY");
            return opened;
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw SqliteFailure.Translate(error, options.DatabasePath);
        }
    }
}
