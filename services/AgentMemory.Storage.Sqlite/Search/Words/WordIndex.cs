using System.Runtime.InteropServices;
using AgentMemory.Search.Analysis;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>
/// Which texts contain which terms, and whose they are (docs/adr/0009).
/// </summary>
internal sealed class WordIndex : FedIndex
{
    private Dictionary<string, PostingList> _postings = new(StringComparer.Ordinal);
    private DocumentTable _documents = new();

    /// <summary>
    /// The rows of the admitted owners that contain a term or are among the rows of a phrase, scored by BM25. All counts it
    /// weighs are of those owners, so nothing of others shows in a score.
    /// </summary>
    /// <param name="phrases">For each phrase, the rows that contain it.</param>
    public BestRows Match(
        Func<Owner, bool> owners, IReadOnlyCollection<string> terms, IReadOnlyList<HashSet<long>> phrases, RowFilter? filter,
        int limit)
    {
        Access.EnterReadLock();
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
            Access.ExitReadLock();
        }
    }

    /// <summary>How many records the owners have.</summary>
    public long Count(Func<Owner, bool> owners)
    {
        Access.EnterReadLock();
        try
        {
            var count = 0L;
            foreach (var statistics in _documents.Owners)
                count += statistics.Documents > 0 && owners(statistics.Owner) ? statistics.Documents : 0;
            return count;
        }
        finally
        {
            Access.ExitReadLock();
        }
    }

    /// <summary>Whose the record in a row is; <see langword="null"/> when it is gone.</summary>
    public Owner? OwnerOf(long row)
    {
        Access.EnterReadLock();
        try
        {
            return _documents.TryGetNumber(row, out var number)
                ? _documents.Owners[_documents.Documents[number].Owner].Owner
                : null;
        }
        finally
        {
            Access.ExitReadLock();
        }
    }

    /// <summary>A document that was left behind costs every search that meets it.</summary>
    protected override bool IsWorthReloading(int staleRows) =>
        _documents.Abandoned + staleRows > _documents.Count / 2 + 1000;

    protected override void Load(StoreConnection connection)
    {
        _postings = new(StringComparer.Ordinal);
        _documents = new DocumentTable();
        using var reader = connection.Query("SELECT row, namespace, user_id, text FROM memory ORDER BY row");
        while (reader.Read())
            Add(reader.GetInt64(0), new Owner(reader.GetString(1), reader.GetString(2)), reader.GetString(3));
    }

    protected override void Reread(StoreConnection connection, long row)
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
