using System.Buffers;
using AgentMemory.Search;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary><see cref="Bm25"/> over the documents of some owners.</summary>
internal sealed class Bm25Scoring : IDisposable
{
    private readonly DocumentTable _table;
    private readonly bool[] _admitted;
    private readonly long _documents;
    private readonly float _averageLength;

    /// <summary>By document number; all zero when rented and when given back.</summary>
    private readonly float[] _scores;

    private readonly List<int> _matching = [];

    public Bm25Scoring(DocumentTable table, Func<Owner, bool> owners)
    {
        _table = table;
        var statistics = table.Owners;
        _admitted = ArrayPool<bool>.Shared.Rent(Math.Max(1, statistics.Length));
        long terms = 0;
        for (var i = 0; i < statistics.Length; i++)
        {
            _admitted[i] = statistics[i].Documents > 0 && owners(statistics[i].Owner);
            if (!_admitted[i])
                continue;
            _documents += statistics[i].Documents;
            terms += statistics[i].Terms;
        }

        _averageLength = Bm25.AverageLength(_documents, terms);
        _scores = ZeroedScores.Rent(table.Count);
    }

    public void Add(PostingList postings)
    {
        var numbers = postings.Documents;
        var weight = Bm25.Weight(_documents, CountAdmitted(numbers));
        var counts = postings.Counts;
        for (var i = 0; i < numbers.Length; i++)
            Add(numbers[i], counts[i], weight);
    }

    /// <summary>A phrase counts once wherever it occurs.</summary>
    public void Add(HashSet<long> rows)
    {
        var numbers = new List<int>(rows.Count);
        foreach (var row in rows)
        {
            if (_table.TryGetNumber(row, out var number))
                numbers.Add(number);
        }

        var weight = Bm25.Weight(_documents, CountAdmitted([.. numbers]));
        foreach (var number in numbers)
            Add(number, 1, weight);
    }

    public BestRows Best(RowFilter? filter, int limit)
    {
        var passing = filter?.Invoke(_matching.ConvertAll(number => _table.Documents[number].Row));
        var documents = _table.Documents;
        var best = new BestRows(limit);
        foreach (var number in _matching)
        {
            var row = documents[number].Row;
            if (passing is null || passing.Contains(row))
                best.Offer(row, _scores[number]);
        }

        return best;
    }

    public void Dispose()
    {
        ZeroedScores.Return(_scores, _matching);
        ArrayPool<bool>.Shared.Return(_admitted);
    }

    private void Add(int number, int count, float weight)
    {
        ref readonly var document = ref _table.Documents[number];
        if (!IsAdmitted(document))
            return;
        if (_scores[number] == 0)
            _matching.Add(number);
        _scores[number] += Bm25.Score(weight, count, document.Length, _averageLength);
    }

    private int CountAdmitted(ReadOnlySpan<int> numbers)
    {
        var documents = _table.Documents;
        var admitted = 0;
        foreach (var number in numbers)
        {
            if (IsAdmitted(documents[number]))
                admitted++;
        }

        return admitted;
    }

    private bool IsAdmitted(in Document document) => document.Owner >= 0 && _admitted[document.Owner];
}
