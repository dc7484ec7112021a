using System.Runtime.InteropServices;
using AgentMemory.Search.Analysis;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>
/// Which texts contain which terms, in memory (docs/adr/0009). Loaded at the first search; afterwards the change feed names
/// the rows to read again. Searches run in parallel; applying changes waits for them.
/// </summary>
internal sealed class WordIndex : IDisposable
{
    /// <summary>Recursive because a match asks its filter while it reads, and the filter asks for owners.</summary>
    private readonly ReaderWriterLockSlim _lock = new(LockRecursionPolicy.SupportsRecursion);

    private Dictionary<string, PostingList> _postings = new(StringComparer.Ordinal);
    private DocumentTable _documents = new();

    /// <summary>Rows that changed, or went, since they were read.</summary>
    public StaleRows Stale { get; } = new();

    /// <summary>Brings the index up to what <paramref name="connection"/> sees.</summary>
    public void Refresh(StoreConnection connection)
    {
        if (Stale.IsEmpty)
            return;
        _lock.EnterWriteLock();
        try
        {
            if (Stale.Take() is { } rows && _documents.Abandoned + rows.Count <= _documents.Count / 2 + 1000)
            {
                foreach (var row in rows)
                    Reread(connection, row);
            }
            else
                Load(connection);
        }
        catch
        {
            Stale.AddAll();
            throw;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>
    /// The rows of the admitted owners that contain a term or are among the rows of a phrase, scored by BM25. All counts it
    /// weighs are of those owners, so nothing of others shows in a score.
    /// </summary>
    /// <param name="phrases">For each phrase, the rows that contain it.</param>
    public BestRows Match(
        Func<Owner, bool> owners, IReadOnlyCollection<string> terms, IReadOnlyList<HashSet<long>> phrases, RowFilter? filter,
        int limit)
    {
        _lock.EnterReadLock();
        try
        {
            using var scoring = new Bm25Scoring(_documents, owners);
            foreach (var term in terms)
            {
                if (_postings.TryGetValue(term, out var postings))
                    scoring.Add(postings);
            }

            foreach (var rows in phrases)
                scoring.Add(rows);
            return scoring.Best(filter, limit);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>How many records the owners have.</summary>
    public long Count(Func<Owner, bool> owners)
    {
        _lock.EnterReadLock();
        try
        {
            var count = 0L;
            foreach (var statistics in _documents.Owners)
                count += statistics.Documents > 0 && owners(statistics.Owner) ? statistics.Documents : 0;
            return count;
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>Whose the record in a row is; <see langword="null"/> when it is gone.</summary>
    public Owner? OwnerOf(long row)
    {
        _lock.EnterReadLock();
        try
        {
            return _documents.TryGetNumber(row, out var number)
                ? _documents.Owners[_documents.Documents[number].Owner].Owner
                : null;
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    public void Dispose() => _lock.Dispose();

    private void Load(StoreConnection connection)
    {
        _postings = new(StringComparer.Ordinal);
        _documents = new DocumentTable();
        using var reader = connection.Query("SELECT row, namespace, user_id, text FROM memory ORDER BY row");
        while (reader.Read())
            Add(reader.GetInt64(0), new Owner(reader.GetString(1), reader.GetString(2)), reader.GetString(3));
    }

    private void Reread(StoreConnection connection, long row)
    {
        _documents.Remove(row);
        using var reader = connection.Query("SELECT namespace, user_id, text FROM memory WHERE row = ?1", row);
        if (reader.Read())
            Add(row, new Owner(reader.GetString(0), reader.GetString(1)), reader.GetString(2));
    }

    private void Add(long row, Owner owner, string text)
    {
        var adding = new Adding(_postings.GetAlternateLookup<ReadOnlySpan<char>>(), _documents.Add(row, owner));
        TextAnalyzer.ForEachTerm(text, adding, static (adding, term) => adding.Add(term));
        _documents.SetLength(adding.Document, adding.Length);
    }

    private sealed class Adding(Dictionary<string, PostingList>.AlternateLookup<ReadOnlySpan<char>> postings, int document)
    {
        public int Document => document;

        public int Length { get; private set; }

        public void Add(ReadOnlySpan<char> term)
        {
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(postings, term, out _);
            (list ??= new PostingList()).Add(document);
            Length++;
        }
    }
}

/// <summary>Which of the matching rows pass a filter.</summary>
internal delegate HashSet<long> RowFilter(List<long> matching);
