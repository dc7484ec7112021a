using AgentMemory.Search;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>One owner's part of a query: which texts have which clause, and which of them match best by their own words.</summary>
internal sealed class OwnerSearch : IDisposable
{
    private readonly OwnerTexts _owner;
    private readonly ClauseTerms[] _clauses;
    private readonly QueryTerms _terms;

    /// <summary>By clause, terms before phrases: the texts that have it, none that is gone.</summary>
    private readonly NumberSet[] _having;

    /// <param name="phrases">For each phrase, the numbers of the texts with it.</param>
    public OwnerSearch(OwnerTexts owner, ClauseTerms[] clauses, QueryTerms terms, IReadOnlyList<List<int>> phrases)
    {
        (_owner, _clauses, _terms) = (owner, clauses, terms);
        _having = new NumberSet[clauses.Length + phrases.Count];
        for (var i = 0; i < _having.Length; i++)
            _having[i] = new NumberSet(owner.Numbers);
        Matching = new float[_having.Length];
        for (var i = 0; i < clauses.Length; i++)
            Mark(i);
        MarkUncovered();
        for (var i = 0; i < phrases.Count; i++)
        {
            foreach (var number in phrases[i])
                _having[clauses.Length + i].Add(number);
        }

        Matches = new NumberSet(owner.Numbers);
        for (var i = 0; i < _having.Length; i++)
        {
            Matches.UnionWith(_having[i]);
            // A text with only a stand-in counts half.
            Matching[i] = i < clauses.Length && clauses[i].All.Count > 1 ? (Matching[i] + _having[i].Count) / 2 : _having[i].Count;
        }
    }

    /// <summary>By clause: in how many texts it occurs.</summary>
    public float[] Matching { get; }

    /// <summary>The texts that have any clause.</summary>
    public NumberSet Matches { get; }

    /// <summary>Offers the texts of <see cref="Matches"/> that match best.</summary>
    /// <param name="limit">How many can matter; more may be offered.</param>
    public void Offer(float[] weights, float averageLength, int limit, Action<int, float> offer)
    {
        using var scores = new ScoreSums(_owner.Numbers);
        for (var clause = 0; clause < _having.Length; clause++)
            Add(clause, weights[clause], averageLength, scores);
        AddUncovered(weights, averageLength, scores);
        var least = scores.AtLeast(limit);
        foreach (var number in scores.Numbers)
        {
            if (scores[number] >= least)
                offer(number, scores[number]);
        }
    }

    public void Dispose()
    {
        foreach (var having in _having)
            having.Dispose();
        Matches.Dispose();
    }

    /// <summary>Adds what texts of <see cref="Matches"/> get for a clause: covered ones for a term, all for a phrase.</summary>
    private void Add(int clause, float weight, float averageLength, ScoreSums scores)
    {
        if (clause >= _clauses.Length)
        {
            _having[clause].ForEach(number =>
            {
                if (Matches.Contains(number))
                    scores.Add(number, Bm25.Score(weight, 1, _owner.Lengths[number], averageLength));
            });
        }
        else if (_clauses[clause].All is [var (only, _)])
        {
            _owner.Postings.TryGet(only, out var numbers, out var counts);
            var lengths = _owner.Lengths;
            for (var i = 0; i < numbers.Length; i++)
            {
                if (Matches.Contains(numbers[i]))
                    scores.Add(numbers[i], Bm25.Score(weight, counts[i], lengths[numbers[i]], averageLength));
            }
        }
        else
        {
            AddWithStandIns(_clauses[clause], weight, averageLength, scores);
        }
    }

    private void AddWithStandIns(ClauseTerms clause, float weight, float averageLength, ScoreSums scores)
    {
        using var sums = new ScoreSums(_owner.Numbers);
        foreach (var (term, each) in clause.All)
        {
            _owner.Postings.TryGet(term, out var numbers, out var counts);
            for (var i = 0; i < numbers.Length; i++)
                sums.Add(numbers[i], each * counts[i]);
        }

        var lengths = _owner.Lengths;
        foreach (var number in sums.Numbers)
        {
            if (Matches.Contains(number))
                scores.Add(number, Bm25.Score(weight, sums[number], lengths[number], averageLength));
        }
    }

    private void AddUncovered(float[] weights, float averageLength, ScoreSums scores)
    {
        Span<float> counts = stackalloc float[_clauses.Length];
        for (var number = _owner.Postings.Texts; number < _owner.Numbers; number++)
        {
            if (!Matches.Contains(number))
                continue;
            counts.Clear();
            _terms.Count(_owner.Terms(number), _owner.Counts(number), counts);
            for (var clause = 0; clause < counts.Length; clause++)
            {
                if (counts[clause] > 0)
                    scores.Add(number, Bm25.Score(weights[clause], counts[clause], _owner.Lengths[number], averageLength));
            }
        }
    }

    private void Mark(int clause)
    {
        foreach (var (term, _) in _clauses[clause].All)
        {
            _owner.Postings.TryGet(term, out var numbers, out _);
            _having[clause].Add(numbers);
        }

        _having[clause].ExceptWith(_owner.Gone);
        Matching[clause] = _clauses[clause].Term is { } own ? _owner.Postings.Frequency(own) : 0;
    }

    /// <summary>Looks at the texts that came after the postings were made.</summary>
    private void MarkUncovered()
    {
        Span<float> counts = stackalloc float[_clauses.Length];
        for (var number = _owner.Postings.Texts; number < _owner.Numbers; number++)
        {
            if (_owner.Lengths[number] < 0)
                continue;
            counts.Clear();
            _terms.Count(_owner.Terms(number), _owner.Counts(number), counts);
            for (var i = 0; i < counts.Length; i++)
            {
                if (counts[i] == 0)
                    continue;
                _having[i].Add(number);
                Matching[i] += _clauses[i].Term is { } own && _owner.Terms(number).Contains(own) ? 1 : 0;
            }
        }
    }
}
