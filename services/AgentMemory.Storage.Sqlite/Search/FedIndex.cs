using AgentMemory.Storage.Sqlite.Database;

namespace AgentMemory.Storage.Sqlite.Search;

/// <summary>
/// An in-memory index of the table <c>memory</c>: loaded before the first search, afterwards told by the change feed which rows to
/// read again. Searches run in parallel; applying changes waits for them.
/// </summary>
internal abstract class FedIndex : IDisposable
{
    /// <summary>Recursive because a search asks its filter while it reads, and the filter may ask the index.</summary>
    protected ReaderWriterLockSlim Access { get; } = new(LockRecursionPolicy.SupportsRecursion);

    /// <summary>Rows that changed, or went, since they were read.</summary>
    public StaleRows Stale { get; } = new();

    /// <summary>Brings the index up to what <paramref name="connection"/> sees.</summary>
    /// <param name="cancellationToken">Ends a load, which then has to begin anew; so no search passes its own.</param>
    public void Refresh(StoreConnection connection, CancellationToken cancellationToken)
    {
        if (Stale.IsEmpty)
            return;
        Access.EnterWriteLock();
        try
        {
            if (Stale.Take() is { } rows && !IsWorthReloading(rows.Count))
            {
                foreach (var row in rows)
                    Reread(connection, row);
            }
            else
            {
                Load(connection, cancellationToken);
            }
        }
        catch
        {
            Stale.AddAll();
            throw;
        }
        finally
        {
            Access.ExitWriteLock();
        }
    }

    public void Dispose() => Access.Dispose();

    /// <summary>Whether reading everything afresh is better than applying that many changes.</summary>
    protected virtual bool IsWorthReloading(int staleRows) => false;

    /// <summary>Replaces what is indexed by what is stored.</summary>
    protected abstract void Load(StoreConnection connection, CancellationToken cancellationToken);

    /// <summary>Replaces what is indexed of a row by what is stored of it, which may be nothing.</summary>
    protected abstract void Reread(StoreConnection connection, long row);
}
