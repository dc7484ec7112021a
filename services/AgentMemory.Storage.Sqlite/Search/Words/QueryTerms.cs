using AgentMemory.Search;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>Which clauses of a query a term counts for, and how much: looked up by the term's number.</summary>
internal sealed class QueryTerms : IDisposable
{
    /// <summary>By term: one more than its place among the uses. All zero when rented and when given back.</summary>
    private readonly ushort[] _places;

    private readonly List<(int Term, List<(int Clause, float Weight)> Uses)> _uses = [];

    public QueryTerms(Vocabulary vocabulary, IReadOnlyList<QueryClause> clauses)
    {
        _places = ZeroedArrays<ushort>.Rent(vocabulary.Count);
        for (var clause = 0; clause < clauses.Count; clause++)
        {
            Add(clauses[clause].Term, clause, 1);
            foreach (var (term, weight) in clauses[clause].StandIns)
                Add(term, clause, weight);
        }

        void Add(string term, int clause, float weight)
        {
            if (!vocabulary.TryGet(term, out var number))
                return;
            if (_places[number] == 0)
            {
                _uses.Add((number, []));
                _places[number] = (ushort)_uses.Count;
            }

            _uses[_places[number] - 1].Uses.Add((clause, weight));
        }
    }

    /// <summary>Adds what a text has to the counts of the clauses.</summary>
    public void Count(ReadOnlySpan<int> terms, ReadOnlySpan<byte> counts, Span<float> clauses)
    {
        for (var i = 0; i < terms.Length; i++)
        {
            if (_places[terms[i]] == 0)
                continue;
            foreach (var (clause, weight) in _uses[_places[terms[i]] - 1].Uses)
                clauses[clause] += weight * counts[i];
        }
    }

    public void Dispose()
    {
        foreach (var (term, _) in _uses)
            _places[term] = 0;
        ZeroedArrays<ushort>.Return(_places);
    }
}
