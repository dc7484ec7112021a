using System.Security.Cryptography;
using AgentMemory.Storage.Sqlite.Schema;

namespace AgentMemory.Storage.Sqlite.Database;

/// <summary>The open database of one process: one writer, some readers, and the feed that keeps caches true.</summary>
internal sealed class StoreDatabase : IDisposable
{
    private readonly StoreWriter _writer;
    private readonly ReaderPool _readers;

    /// <exception cref="Errors.StoreIncompatibleException">The file cannot be opened by this version.</exception>
    /// <exception cref="Errors.StoreUnavailableException">The file is locked for longer than the busy time-out.</exception>
    public StoreDatabase(SqliteStoreOptions options, TimeProvider time)
    {
        SQLitePCL.Batteries_V2.Init();
        Time = time;
        var file = new StoreFile(options);
        var connection = file.OpenWriter();
        SchemaVersion.Migrate(connection, options.DatabasePath);
        var origin = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
        Feed = new ChangeFeed(file, origin);
        _readers = new ReaderPool(file);
        _writer = new StoreWriter(connection, options, time, origin, OnCommitted);
    }

    public TimeProvider Time { get; }

    public ChangeFeed Feed { get; }

    public LocalSignal TaskSignal { get; } = new();

    /// <inheritdoc cref="StoreWriter.WriteAsync"/>
    public async Task<T> WriteAsync<T>(Func<WriteTransaction, T> operation, CancellationToken cancellationToken)
    {
        using var activity = StoreTelemetry.Start("write");
        return await _writer.WriteAsync(operation, cancellationToken);
    }

    /// <summary>Runs statements that each see their own snapshot.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<StoreConnection, T> read, CancellationToken cancellationToken)
    {
        using var activity = StoreTelemetry.Start("read");
        return await _readers.ReadAsync(read, cancellationToken);
    }

    /// <summary>Runs statements that all see one snapshot.</summary>
    public ValueTask<T> ReadSnapshotAsync<T>(Func<StoreConnection, T> read, CancellationToken cancellationToken) =>
        ReadAsync(
            connection =>
            {
                connection.Execute("BEGIN");
                var result = read(connection);
                connection.Execute("COMMIT");
                return result;
            },
            cancellationToken);

    public void Dispose()
    {
        _writer.Dispose();
        _readers.Dispose();
        Feed.Dispose();
    }

    private void OnCommitted(IReadOnlyList<StoreChange> changes, bool queuedTask)
    {
        Feed.Publish(changes);
        if (queuedTask)
            TaskSignal.Set();
    }
}
