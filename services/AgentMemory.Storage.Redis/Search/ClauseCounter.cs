using System.Runtime.InteropServices;
using AgentMemory.Search;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>Counts the clauses of a query in one text after the other, as <see cref="Bm25"/> does.</summary>
internal sealed class ClauseCounter
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _terms;
    private readonly List<(int Clause, IReadOnlyList<string> Terms)> _phrases = [];
    private readonly List<Range> _text = [];

    public ClauseCounter(IReadOnlyList<SearchClause> clauses)
    {
        var terms = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < clauses.Count; i++)
        {
            if (clauses[i].IsPhrase)
                _phrases.Add((i, clauses[i].Terms));
            else
                terms.Add(clauses[i].Terms[0], i);
        }

        _terms = terms.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <param name="field">Terms as <see cref="IndexedTerms"/> has them.</param>
    /// <param name="counts">Of the clauses, all 0.</param>
    /// <returns>How many terms the text has.</returns>
    public int Count(ReadOnlySpan<char> field, Span<int> counts)
    {
        _text.Clear();
        foreach (var range in IndexedTerms.Split(field))
        {
            _text.Add(range);
            if (_terms.TryGetValue(field[range], out var clause) && counts[clause] < Bm25.MaximumCount)
                counts[clause]++;
        }

        foreach (var (clause, phrase) in _phrases)
            counts[clause] = Contains(field, CollectionsMarshal.AsSpan(_text), phrase) ? 1 : 0;
        return _text.Count;
    }

    private static bool Contains(ReadOnlySpan<char> field, ReadOnlySpan<Range> text, IReadOnlyList<string> phrase)
    {
        for (; text.Length >= phrase.Count; text = text[1..])
        {
            if (StandsAt(field, text, phrase))
                return true;
        }

        return false;
    }

    private static bool StandsAt(ReadOnlySpan<char> field, ReadOnlySpan<Range> text, IReadOnlyList<string> phrase)
    {
        for (var i = 0; i < phrase.Count; i++)
        {
            if (!field[text[i]].SequenceEqual(phrase[i]))
                return false;
        }

        return true;
    }
}
