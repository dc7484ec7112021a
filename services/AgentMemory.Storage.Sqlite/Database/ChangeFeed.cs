using AgentMemory.Storage.Sqlite.Events;
using AgentMemory.Tenancy;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.Database;

/// <summary>
/// Keeps this process's caches true to the file. The event log is the list of changes; <c>PRAGMA data_version</c> tells,
/// in about a microsecond, whether anybody committed since the last look. Own changes are published by the writer before
/// they are acknowledged, others' are read here before every cached read, so no read is older than the last commit.
/// </summary>
internal sealed class ChangeFeed : IDisposable
{
    /// <summary>Beyond this many unseen changes, reloading is cheaper than applying them.</summary>
    private const int MaximumBacklog = 10_000;

    private readonly Lock _gate = new();
    private readonly StoreConnection _connection;
    private readonly string _path;
    private readonly long _origin;
    private readonly SQLitePCL.sqlite3_stmt _dataVersion;
    private int _seenVersion;
    private long _position;

    public ChangeFeed(StoreFile file, long origin)
    {
        _connection = file.OpenReader();
        _path = file.Options.DatabasePath;
        _origin = origin;
        _dataVersion = PrepareDataVersion();
        _seenVersion = ReadDataVersion();
        _position = EventRows.Newest(_connection);
    }

    /// <summary>A committed change of this or another process. Handlers are quick and do not throw.</summary>
    public event Action<StoreChange>? Changed;

    /// <summary>Changes were missed: whatever is cached must be dropped.</summary>
    public event Action? Lost;

    /// <summary>Announces changes this process has just committed.</summary>
    public void Publish(IReadOnlyList<StoreChange> changes)
    {
        for (var i = 0; i < changes.Count; i++)
            Changed?.Invoke(changes[i]);
    }

    /// <summary>Applies what other processes committed. Call before trusting anything cached.</summary>
    public void CatchUp()
    {
        try
        {
            lock (_gate)
            {
                var version = ReadDataVersion();
                if (version == _seenVersion)
                    return;
                ApplyNewEvents();
                _seenVersion = version;
            }
        }
        catch (SqliteException error)
        {
            throw SqliteFailure.Translate(error, _path);
        }
    }

    public void Dispose()
    {
        _dataVersion.Dispose();
        _connection.Dispose();
    }

    /// <summary>Entries are committed with what they tell of, so all of them up to the newest ever written must be seen:
    /// whatever was trimmed unseen, or is too much to apply, is lost.</summary>
    private void ApplyNewEvents()
    {
        var newest = EventRows.Newest(_connection);
        if (newest - _position <= MaximumBacklog)
            ApplyWithoutHoles();
        if (_position < newest)
            SkipTo(newest);
    }

    private void ApplyWithoutHoles()
    {
        using var reader = _connection.Query(
            "SELECT seq, kind, namespace, user_id, session_id, memory_row, origin FROM event WHERE seq > ?1 ORDER BY seq", _position);
        while (reader.Read() && reader.GetInt64(0) == _position + 1)
        {
            _position++;
            if (reader.GetInt64(6) != _origin)
                Changed?.Invoke(ReadChange(reader, _position));
        }
    }

    private void SkipTo(long newest)
    {
        _position = newest;
        Lost?.Invoke();
    }

    private static StoreChange ReadChange(SqliteDataReader reader, long sequence) => new(
        sequence, reader.GetString(1), new Owner(reader.GetString(2), reader.GetString(3)),
        reader.IsDBNull(4) ? null : reader.GetString(4), reader.IsDBNull(5) ? null : reader.GetInt64(5));

    private SQLitePCL.sqlite3_stmt PrepareDataVersion()
    {
        var result = SQLitePCL.raw.sqlite3_prepare_v2(_connection.Connection.Handle, "PRAGMA data_version", out var statement);
        SqliteException.ThrowExceptionForRC(result, _connection.Connection.Handle);
        return statement;
    }

    private int ReadDataVersion()
    {
        var result = SQLitePCL.raw.sqlite3_step(_dataVersion);
        if (result != SQLitePCL.raw.SQLITE_ROW)
            SqliteException.ThrowExceptionForRC(result, _connection.Connection.Handle);
        var version = SQLitePCL.raw.sqlite3_column_int(_dataVersion, 0);
        SQLitePCL.raw.sqlite3_reset(_dataVersion);
        return version;
    }
}
