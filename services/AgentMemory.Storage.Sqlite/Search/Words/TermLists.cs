using AgentMemory.Search;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>Terms with a count each, list after list, in arrays that grow.</summary>
internal sealed class TermLists
{
    private int[] _terms = new int[16];
    private byte[] _counts = new byte[16];
    private int _count;

    public ReadOnlySpan<int> Terms(TermList list) => _terms.AsSpan(list.Start, list.Count);

    /// <summary>Beside <see cref="Terms"/>.</summary>
    public ReadOnlySpan<byte> Counts(TermList list) => _counts.AsSpan(list.Start, list.Count);

    /// <param name="counts">How often the text has each term.</param>
    public TermList Add(Dictionary<int, int> counts)
    {
        var (start, length) = (_count, 0);
        foreach (var (term, count) in counts)
        {
            Add(term, (byte)Math.Min(count, Bm25.MaximumCount));
            length += count;
        }

        return new(start, counts.Count, length);
    }

    /// <summary>Takes over a list of others.</summary>
    public TermList Add(TermLists others, TermList list)
    {
        var start = _count;
        var terms = others.Terms(list);
        var counts = others.Counts(list);
        for (var i = 0; i < terms.Length; i++)
            Add(terms[i], counts[i]);
        return list with { Start = start };
    }

    private void Add(int term, byte count)
    {
        if (_count == _terms.Length)
        {
            Array.Resize(ref _terms, _count * 2);
            Array.Resize(ref _counts, _count * 2);
        }

        _terms[_count] = term;
        _counts[_count++] = count;
    }
}

/// <summary>A text's terms in <see cref="TermLists"/>.</summary>
/// <param name="Count">How many different ones it has.</param>
/// <param name="Length">How many it has.</param>
internal readonly record struct TermList(int Start, int Count, int Length);
