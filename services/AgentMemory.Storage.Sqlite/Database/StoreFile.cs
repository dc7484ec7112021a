using System.Globalization;
using AgentMemory.Errors;
using AgentMemory.Storage.Sqlite.Schema;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.Database;

/// <summary>Opens connections to the database file with the settings every process must share.</summary>
internal sealed class StoreFile(SqliteStoreOptions options)
{
    public SqliteStoreOptions Options => options;

    public StoreConnection OpenWriter()
    {
        CreateFolder();
        return Open(SqliteOpenMode.ReadWriteCreate, Configure);
    }

    public StoreConnection OpenReader() =>
        Open(SqliteOpenMode.ReadWrite, static connection => connection.Execute("PRAGMA query_only = ON"));

    private void CreateFolder()
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
    }

    /// <summary>Acknowledged means on disk: a write-ahead log that is synced at every commit.</summary>
    private void Configure(StoreConnection connection)
    {
        // The kind of log is part of the file: nothing of a stranger's may be changed.
        SchemaVersion.Demand(connection, options.DatabasePath);
        if ((string)connection.Scalar("PRAGMA journal_mode = WAL")! != "wal")
        {
            throw new StoreIncompatibleException(
                $"The database {options.DatabasePath} cannot use a write-ahead log there. Set AGENT_MEMORY_DATA to a folder on a local disk");
        }

        connection.Execute("PRAGMA synchronous = FULL");
        connection.Execute("PRAGMA wal_autocheckpoint = 4000");
        if (options.MaximumBytes is { } bytes)
        {
            var pageSize = (long)connection.Scalar("PRAGMA page_size")!;
            connection.Execute("PRAGMA max_page_count = " + (bytes / pageSize).ToString(CultureInfo.InvariantCulture));
        }
    }

    private StoreConnection Open(SqliteOpenMode mode, Action<StoreConnection> configure)
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
            configure(opened);
            return opened;
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw SqliteFailure.Translate(error, options.DatabasePath);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
