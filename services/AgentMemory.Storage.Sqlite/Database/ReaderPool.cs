using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.Database;

/// <summary>
/// Connections for reading, opened as needed up to a limit; a read waits for a free one. Reads run on the caller's thread:
/// SQLite is synchronous and answers from memory or the page cache.
/// </summary>
internal sealed class ReaderPool(StoreFile file) : IDisposable
{
    private readonly ConcurrentBag<StoreConnection> _idle = [];
    private readonly SemaphoreSlim _free = new(Math.Max(4, Environment.ProcessorCount * 2));

    /// <summary>Runs statements that each see their own snapshot.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<StoreConnection, T> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        StoreConnection? connection = null;
        try
        {
            if (!_idle.TryTake(out connection))
                connection = file.OpenReader();
            var result = read(connection);
            _idle.Add(connection);
            connection = null;
            return result;
        }
        catch (SqliteException error)
        {
            throw SqliteFailure.Translate(error, file.Options.DatabasePath);
        }
        catch (JsonException error)
        {
            throw SqliteFailure.Translate(error, file.Options.DatabasePath);
        }
        finally
        {
            // Only a connection whose read failed is still here: its state is unknown.
            connection?.Dispose();
            _free.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var connection))
            connection.Dispose();
        _free.Dispose();
    }
}
