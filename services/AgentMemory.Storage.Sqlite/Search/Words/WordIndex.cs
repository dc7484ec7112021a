using System.Runtime.InteropServices;
using AgentMemory.Search;
using AgentMemory.Search.Analysis;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>
/// Which texts contain which terms, owner by owner, and which messages stand next to each other (docs/adr/0009, 0019).
/// </summary>
internal sealed class WordIndex : FedIndex
{
    private Vocabulary _vocabulary = new();
    private Dictionary<Owner, OwnerTexts> _owners = [];
    private Dictionary<long, (OwnerTexts Owner, int Number)> _byRow = [];

    /// <summary>The texts of the admitted owners that the query is about, scored. All counts that are weighed are of those owners, so
    /// nothing of others shows in a score.</summary>
    /// <param name="phrases">For each phrase, the rows that contain it.</param>
    public WordMatches Match(
        Func<Owner, bool> owners, TextQuery query, QueryClauses clauses, IReadOnlyList<HashSet<long>> phrases, RowFilter? filter,
        int limit)
    {
        Access.EnterReadLock();
        try
        {
            var admitted = new List<OwnerTexts>();
            foreach (var owner in _owners.Values)
            {
                if (owner.Count > 0 && owners(owner.Owner))
                    admitted.Add(owner);
            }

            using var search = new WordSearch(_vocabulary, admitted, clauses, Numbers(phrases));
            if (query.IsLiteral)
                return search.Match(filter, limit);
            using var ranking = new RelevanceSearch(search, query, clauses, filter);
            return ranking.Match(limit);
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
            foreach (var owner in _owners.Values)
                count += owner.Count > 0 && owners(owner.Owner) ? owner.Count : 0;
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
            return _byRow.TryGetValue(row, out var place) ? place.Owner.Owner : null;
        }
        finally
        {
            Access.ExitReadLock();
        }
    }

    protected override void Load(StoreConnection connection, CancellationToken cancellationToken)
    {
        (_vocabulary, _owners, _byRow) = (new(), [], []);
        using var reader = connection.Query($"SELECT {StoredText.Columns} FROM memory ORDER BY row");
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(StoredText.Read(reader));
        }

        foreach (var owner in _owners.Values)
            owner.Cover();
    }

    protected override void Reread(StoreConnection connection, long row)
    {
        if (_byRow.Remove(row, out var place))
        {
            place.Owner.Remove(place.Number);
            if (place.Owner.HasManyGone)
                Renumber(place.Owner);
        }

        using var reader = connection.Query($"SELECT {StoredText.Columns} FROM memory WHERE row = ?1", row);
        if (reader.Read())
            Add(StoredText.Read(reader)).Cover();
    }

    private OwnerTexts Add(in StoredText stored)
    {
        ref var owner = ref CollectionsMarshal.GetValueRefOrAddDefault(_owners, stored.Owner, out _);
        owner ??= new OwnerTexts(stored.Owner);
        var reading = Read(stored.Text);
        var traits = TextTraits.Of(stored.Text, stored.IsMessage, reading.TellsTime);
        var context = stored.Context is null ? [] : Read(stored.Context).Counts;
        _byRow.Add(stored.Row, (owner, owner.Add(stored, reading.Counts, context, traits)));
        return owner;
    }

    private Reading Read(string text)
    {
        var reading = new Reading(_vocabulary);
        TextAnalyzer.ForEachTerm(text, reading, static (reading, term) => reading.Add(term));
        return reading;
    }

    private void Renumber(OwnerTexts owner)
    {
        owner.Renumber();
        for (var number = 0; number < owner.Numbers; number++)
            _byRow[owner.Rows[number]] = (owner, number);
    }

    /// <summary>Where the rows are in the index. Those that are not, it has not been told of yet.</summary>
    private List<List<(OwnerTexts Owner, int Number)>> Numbers(IReadOnlyList<HashSet<long>> phrases)
    {
        var numbers = new List<List<(OwnerTexts Owner, int Number)>>(phrases.Count);
        foreach (var rows in phrases)
        {
            var found = new List<(OwnerTexts Owner, int Number)>(rows.Count);
            foreach (var row in rows)
            {
                if (_byRow.TryGetValue(row, out var place))
                    found.Add(place);
            }

            numbers.Add(found);
        }

        return numbers;
    }

    private sealed class Reading(Vocabulary vocabulary)
    {
        public Dictionary<int, int> Counts { get; } = [];

        public bool TellsTime { get; private set; }

        public void Add(ReadOnlySpan<char> term)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(Counts, vocabulary.Of(term), out _)++;
            TellsTime |= TextTraits.IsTime(term);
        }
    }
}

/// <summary>Which of the matching rows pass a filter.</summary>
internal delegate HashSet<long> RowFilter(List<long> matching);
