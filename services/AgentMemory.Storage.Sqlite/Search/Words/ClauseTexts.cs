using System.Buffers;
using AgentMemory.Search;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>Which of one owner's texts have the clauses of a query, and how often.</summary>
internal sealed class ClauseTexts : IDisposable
{
    private readonly OwnerTexts _owner;
    private readonly Clause[] _clauses;

    public ClauseTexts(OwnerTexts owner, Vocabulary vocabulary, IReadOnlyList<QueryClause> clauses, QueryTerms terms)
    {
        _owner = owner;
        _clauses = new Clause[clauses.Count];
        for (var i = 0; i < _clauses.Length; i++)
        {
            _clauses[i] = new Clause { Term = vocabulary.TryGet(clauses[i].Term, out var term) ? term : null };
            if (clauses[i].StandIns.Count > 0)
                Gather(ref _clauses[i], vocabulary, clauses[i].StandIns);
            else if (_clauses[i].Term is { } alone)
                _clauses[i].Matching = owner.Postings.Frequency(alone);
        }

        CountUncovered(terms);
    }

    /// <summary>In how many texts a clause's term occurs; one with only a stand-in counts half.</summary>
    public float Matching(int clause) => _clauses[clause].Matching;

    public void Score(int clause, float weight, OwnScores scores)
    {
        ref readonly var counted = ref _clauses[clause];
        if (counted.Texts is { } texts)
        {
            for (var i = 0; i < counted.Count; i++)
                scores.Add(texts[i], counted.Counts![i], weight);
        }
        else
        {
            if (counted.Term is { } term && _owner.Postings.TryGet(term, out var numbers, out var counts))
            {
                for (var i = 0; i < numbers.Length; i++)
                    scores.Add(numbers[i], counts[i], weight);
            }
        }

        foreach (var (number, count) in counted.Uncovered ?? [])
            scores.Add(number, count, weight);
    }

    public void Dispose()
    {
        foreach (var clause in _clauses)
        {
            if (clause.Texts is null)
                continue;
            ArrayPool<int>.Shared.Return(clause.Texts);
            ArrayPool<float>.Shared.Return(clause.Counts!);
        }
    }

    /// <summary>Adds up the occurrences of a term and its stand-ins.</summary>
    private void Gather(ref Clause clause, Vocabulary vocabulary, IReadOnlyList<StandIn> standIns)
    {
        var sums = ZeroedArrays<float>.Rent(_owner.Postings.Texts);
        var texts = ArrayPool<int>.Shared.Rent(Math.Max(1, _owner.Postings.Texts));
        var count = 0;
        if (clause.Term is { } term)
            Add(term, 1);
        var withTerm = count;
        foreach (var (standIn, weight) in standIns)
        {
            if (vocabulary.TryGet(standIn, out var number))
                Add(number, weight);
        }

        var counts = ArrayPool<float>.Shared.Rent(Math.Max(1, count));
        for (var i = 0; i < count; i++)
            (counts[i], sums[texts[i]]) = (sums[texts[i]], 0);
        ZeroedArrays<float>.Return(sums);
        (clause.Texts, clause.Counts, clause.Count) = (texts, counts, count);
        clause.Matching = (withTerm + count) / 2f;

        void Add(int added, float weight)
        {
            if (!_owner.Postings.TryGet(added, out var numbers, out var occurrences))
                return;
            var lengths = _owner.Lengths;
            for (var i = 0; i < numbers.Length; i++)
            {
                var number = numbers[i];
                if (lengths[number] < 0)
                    continue;
                if (sums[number] == 0)
                    texts[count++] = number;
                sums[number] += weight * occurrences[i];
            }
        }
    }

    /// <summary>Looks at the texts that came after the postings were made.</summary>
    private void CountUncovered(QueryTerms terms)
    {
        Span<float> counts = stackalloc float[_clauses.Length];
        for (var number = _owner.Postings.Texts; number < _owner.Numbers; number++)
        {
            if (_owner.Lengths[number] < 0)
                continue;
            counts.Clear();
            terms.Count(_owner.Terms(number), _owner.Counts(number), counts);
            for (var i = 0; i < counts.Length; i++)
            {
                if (counts[i] == 0)
                    continue;
                (_clauses[i].Uncovered ??= []).Add((number, counts[i]));
                _clauses[i].Matching += _clauses[i].Term is { } term && _owner.Terms(number).Contains(term) ? 1 : 0.5f;
            }
        }
    }

    private struct Clause
    {
        public int? Term;
        public float Matching;

        /// <summary>Of a clause with stand-ins.</summary>
        public int[]? Texts;

        public float[]? Counts;
        public int Count;

        /// <summary>Texts without postings.</summary>
        public List<(int Number, float Count)>? Uncovered;
    }
}
