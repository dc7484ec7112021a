using System.Runtime.InteropServices;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>
/// For each term, the first so many of an owner's texts that have it, by number. Made once; texts that come later are looked at one by one
/// until it is made anew.
/// </summary>
internal sealed class Postings
{
    private readonly int[] _terms;
    private readonly int[] _starts;
    private readonly int[] _texts;
    private readonly byte[] _counts;

    /// <summary>By term: how many of its texts are gone.</summary>
    private readonly int[] _gone;

    /// <param name="texts">Those to cover; what is gone has no postings.</param>
    public Postings(ReadOnlySpan<IndexedText> texts, TermLists lists)
    {
        Texts = texts.Length;
        var frequencies = new Dictionary<int, int>();
        foreach (ref readonly var text in texts)
        {
            if (text.IsGone)
                continue;
            foreach (var term in lists.Terms(text))
                CollectionsMarshal.GetValueRefOrAddDefault(frequencies, term, out _)++;
        }

        _terms = [.. frequencies.Keys];
        Array.Sort(_terms);
        _starts = new int[_terms.Length + 1];
        _gone = new int[_terms.Length];
        var places = new Dictionary<int, int>(_terms.Length);
        for (var i = 0; i < _terms.Length; i++)
        {
            places.Add(_terms[i], _starts[i]);
            _starts[i + 1] = _starts[i] + frequencies[_terms[i]];
        }

        _texts = new int[_starts[^1]];
        _counts = new byte[_starts[^1]];
        for (var number = 0; number < texts.Length; number++)
        {
            if (texts[number].IsGone)
                continue;
            var terms = lists.Terms(texts[number]);
            var counts = lists.Counts(texts[number]);
            for (var i = 0; i < terms.Length; i++)
            {
                ref var place = ref CollectionsMarshal.GetValueRefOrNullRef(places, terms[i]);
                _texts[place] = number;
                _counts[place++] = counts[i];
            }
        }
    }

    /// <summary>How many of the owner's texts are covered.</summary>
    public int Texts { get; }

    /// <summary>How many texts that are not gone have a term.</summary>
    public int Frequency(int term) => Find(term) is >= 0 and var i ? _starts[i + 1] - _starts[i] - _gone[i] : 0;

    /// <summary>Numbers of the texts that have a term, gone or not, ascending, and how often.</summary>
    public bool TryGet(int term, out ReadOnlySpan<int> texts, out ReadOnlySpan<byte> counts)
    {
        var place = Find(term);
        texts = place < 0 ? [] : _texts.AsSpan(_starts[place].._starts[place + 1]);
        counts = place < 0 ? [] : _counts.AsSpan(_starts[place].._starts[place + 1]);
        return place >= 0;
    }

    /// <summary>A covered text with these terms is gone.</summary>
    public void Forget(ReadOnlySpan<int> terms)
    {
        foreach (var term in terms)
            _gone[Find(term)]++;
    }

    private int Find(int term) => Array.BinarySearch(_terms, term);
}
