using System.Buffers;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>
/// Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) over the documents of some owners:
/// Σ ln(1 + (N − n + ½) / (n + ½)) · f (k₁ + 1) / (f + k₁ (1 − b + b · length / average)). With k₁ = 0.9 and b = 0.4, which
/// suit short texts better than the usual 1.2 and 0.75.
/// </summary>
internal sealed class Bm25Scoring : IDisposable
{
    private const float K1 = 0.9f;
    private const float B = 0.4f;

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

        _averageLength = _documents == 0 ? 1 : Math.Max(1, (float)terms / _documents);
        _scores = ZeroedScores.Rent(table.Count);
    }

    public void Add(PostingList postings)
    {
        var numbers = postings.Documents;
        var weight = Weight(CountAdmitted(numbers));
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

        var weight = Weight(CountAdmitted([.. numbers]));
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
        _scores[number] += weight * count * (K1 + 1) / (count + K1 * (1 - B + B * document.Length / _averageLength));
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

    private float Weight(int matching) => MathF.Log(1 + (_documents - matching + 0.5f) / (matching + 0.5f));
}
