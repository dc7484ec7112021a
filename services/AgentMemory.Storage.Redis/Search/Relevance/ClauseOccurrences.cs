using System.Runtime.InteropServices;
using AgentMemory.Search;

namespace AgentMemory.Storage.Redis.Search.Relevance;

/// <summary>
/// Counts the clauses of a query in one text after the other, occurrences of stand-ins by their weight; the sums are made in the
/// order in which the terms first occur, as on the other store, so that scores are the same to the last bit.
/// </summary>
internal sealed class ClauseOccurrences
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<List<(int Clause, float Weight, bool IsTerm)>> _uses = [];
    private readonly List<int> _met = [];
    private readonly int[] _occurrences;
    private readonly int _terms;
    private readonly ClauseCounter? _phraseCounter;
    private readonly int[] _phraseClauses;
    private readonly int[] _phraseCounts;

    public ClauseOccurrences(RelevanceWords words)
    {
        _lookup = _places.GetAlternateLookup<ReadOnlySpan<char>>();
        _terms = words.Clauses.Terms.Count;
        for (var clause = 0; clause < _terms; clause++)
        {
            var (term, standIns) = words.Clauses.Terms[clause];
            Use(term, (clause, 1, true));
            foreach (var standIn in standIns)
                Use(standIn.Term, (clause, standIn.Weight, false));
        }

        _occurrences = new int[_uses.Count];
        _phraseClauses = [.. Enumerable.Range(0, words.Phrases.Count).Where(i => words.Phrases[i] is not null)];
        _phraseCounts = new int[_phraseClauses.Length];
        _phraseCounter = _phraseClauses.Length == 0 ? null : new ClauseCounter([.. words.Phrases.OfType<SearchClause>()]);

        void Use(string term, (int, float, bool) use)
        {
            if (_places.TryAdd(term, _uses.Count))
                _uses.Add([]);
            _uses[_places[term]].Add(use);
        }
    }

    /// <param name="field">Terms as <see cref="IndexedTerms"/> has them.</param>
    /// <param name="counts">Of the clauses, terms before phrases, all 0.</param>
    /// <param name="has">For each term, whether the text has it, rather than only stand-ins; all false.</param>
    public void Count(ReadOnlySpan<char> field, Span<float> counts, Span<bool> has)
    {
        CountTerms(field, counts, has);
        if (_phraseCounter is not null)
            CountPhrases(field, counts);
    }

    /// <summary>As <see cref="Count"/>, without the phrases.</summary>
    public void CountTerms(ReadOnlySpan<char> field, Span<float> counts, Span<bool> has)
    {
        foreach (var range in IndexedTerms.Split(field))
        {
            if (_lookup.TryGetValue(field[range], out var place) && _occurrences[place]++ == 0)
                _met.Add(place);
        }

        foreach (var place in CollectionsMarshal.AsSpan(_met))
        {
            foreach (var (clause, weight, isTerm) in _uses[place])
            {
                counts[clause] += weight * Math.Min(_occurrences[place], Bm25.MaximumCount);
                has[clause] |= isTerm;
            }

            _occurrences[place] = 0;
        }

        _met.Clear();
    }

    private void CountPhrases(ReadOnlySpan<char> field, Span<float> counts)
    {
        _phraseCounts.AsSpan().Clear();
        _phraseCounter!.Count(field, _phraseCounts);
        for (var i = 0; i < _phraseCounts.Length; i++)
            counts[_terms + _phraseClauses[i]] = _phraseCounts[i];
    }
}
