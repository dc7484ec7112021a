using System.Collections.Concurrent;
using System.Text.Json;
using AgentMemory.Errors;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.Database;

/// <summary>
/// The one thread of this process that writes. Operations that arrive while a commit is under way share the next one
/// (group commit): one disk sync acknowledges them all, and each is still all or nothing by its own savepoint. Other
/// processes' writers are excluded by SQLite's lock, taken at the start of the transaction.
/// </summary>
internal sealed class StoreWriter : IDisposable
{
    /// <summary>Bounds how long the first operation of a batch waits for the last.</summary>
    private const int MaximumBatch = 128;

    private readonly StoreConnection _connection;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly Action<IReadOnlyList<StoreChange>, bool> _committed;
    private readonly BlockingCollection<WriteOperation> _queue;
    private readonly Thread _thread;

    /// <param name="committed">Called on the writer thread after a commit and before its operations are acknowledged, with
    /// the changes and whether tasks were queued.</param>
    public StoreWriter(
        StoreConnection connection, SqliteStoreOptions options, TimeProvider time, long origin,
        Action<IReadOnlyList<StoreChange>, bool> committed)
    {
        _connection = connection;
        _path = options.DatabasePath;
        _time = time;
        _origin = origin;
        _committed = committed;
        _queue = new(options.MaximumQueuedWrites);
        _thread = new Thread(Run) { Name = "AgentMemory store writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Completes when the operation's effect is on disk.</summary>
    /// <exception cref="StoreUnavailableException">The store is busy, locked, full or stopped; nothing was changed.</exception>
    public Task<T> WriteAsync<T>(Func<WriteTransaction, T> operation, CancellationToken cancellationToken)
    {
        var entry = new WriteOperation<T>(operation, cancellationToken);
        try
        {
            if (_queue.TryAdd(entry, 0, CancellationToken.None))
                return entry.Task;
        }
        catch (InvalidOperationException)
        {
            throw new StoreUnavailableException("The store is shutting down", TimeSpan.FromSeconds(1));
        }

        throw new StoreUnavailableException("Too many writes are waiting for the disk; try again", TimeSpan.FromSeconds(1));
    }

    /// <summary>Finishes what was accepted, then closes the connection.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
        _connection.Dispose();
    }

    private void Run()
    {
        var batch = new List<WriteOperation>(MaximumBatch);
        while (_queue.TryTake(out var first, Timeout.Infinite))
        {
            batch.Add(first);
            while (batch.Count < MaximumBatch && _queue.TryTake(out var next))
                batch.Add(next);
            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<WriteOperation> batch)
    {
        var transaction = new WriteTransaction(_connection, _time.UtcNowMicroseconds(), _origin);
        try
        {
            _connection.Execute("BEGIN IMMEDIATE");
            foreach (var operation in batch)
                Apply(operation, transaction);
            _connection.Execute("COMMIT");
        }
        catch (Exception error)
        {
            Abandon(batch, error);
            return;
        }

        _committed(transaction.Changes, transaction.QueuedTask);
        foreach (var operation in batch)
            operation.Acknowledge();
    }

    private void Apply(WriteOperation operation, WriteTransaction transaction)
    {
        if (operation.IsCancelled)
            return;
        var changes = transaction.Changes.Count;
        _connection.Execute("SAVEPOINT operation");
        try
        {
            operation.Run(transaction);
        }
        catch (Exception error) when (_connection.InTransaction)
        {
            _connection.Execute("ROLLBACK TO operation");
            transaction.RevertTo(changes);
            operation.Refuse(Translate(error));
        }

        _connection.Execute("RELEASE operation");
    }

    private void Abandon(List<WriteOperation> batch, Exception error)
    {
        if (_connection.InTransaction)
            _connection.Execute("ROLLBACK");
        var refusal = Translate(error);
        foreach (var operation in batch)
            operation.Abandon(refusal);
    }

    private Exception Translate(Exception error) => error switch
    {
        SqliteException failure => SqliteFailure.Translate(failure, _path),
        JsonException failure => SqliteFailure.Translate(failure, _path),
        _ => error,
    };
}
