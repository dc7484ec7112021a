using System.Runtime.InteropServices;
using AgentMemory.Search;

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

    /// <summary>By term: the largest that a text has it with (<see cref="Bm25.Strength"/>).</summary>
    private readonly float[] _strengths;

    /// <summary>By term: how many of its texts are gone.</summary>
    private readonly int[] _gone;

    /// <summary>By place of a term: see <see cref="TermPostings"/>.</summary>
    private readonly Dictionary<int, ulong[]> _bits = [];

    /// <param name="texts">Those to cover; what is gone has no postings.</param>
    /// <param name="averageLength">Of those that are not gone, in terms.</param>
    public Postings(ReadOnlySpan<IndexedText> texts, TermLists lists, float averageLength)
    {
        Texts = texts.Length;
        var frequencies = new Dictionary<int, int>();
        foreach (ref readonly var text in texts)
        {
            if (text.IsGone)
                continue;
            foreach (var term in lists.Terms(text.Terms))
                CollectionsMarshal.GetValueRefOrAddDefault(frequencies, term, out _)++;
        }

        _terms = [.. frequencies.Keys];
        Array.Sort(_terms);
        _starts = new int[_terms.Length + 1];
        _gone = new int[_terms.Length];
        _strengths = new float[_terms.Length];
        AverageLength = averageLength;
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
            var terms = lists.Terms(texts[number].Terms);
            var counts = lists.Counts(texts[number].Terms);
            for (var i = 0; i < terms.Length; i++)
            {
                ref var place = ref CollectionsMarshal.GetValueRefOrNullRef(places, terms[i]);
                _texts[place] = number;
                _counts[place++] = counts[i];
            }
        }

        for (var i = 0; i < _terms.Length; i++)
        {
            for (var place = _starts[i]; place < _starts[i + 1]; place++)
                _strengths[i] = Math.Max(_strengths[i], Bm25.Strength(_counts[place], texts[_texts[place]].Length, AverageLength));
            if (Texts > Stretch.Size && _starts[i + 1] - _starts[i] > Texts / NumberSet.BitsPerNumber)
                _bits.Add(i, NumberSet.Bits(_texts.AsSpan(_starts[i].._starts[i + 1]), Texts));
        }
    }

    /// <summary>How many of the owner's texts are covered.</summary>
    public int Texts { get; }

    /// <summary>Of the texts when they were covered, in terms.</summary>
    public float AverageLength { get; }

    /// <remarks>The strengths are those with <see cref="AverageLength"/>.</remarks>
    public TermPostings Find(int term)
    {
        var place = Place(term);
        if (place < 0)
            return TermPostings.None;
        var (start, length) = (_starts[place], _starts[place + 1] - _starts[place]);
        return new(new(_texts, start, length), new(_counts, start, length), length - _gone[place], _strengths[place],
            _bits.GetValueOrDefault(place));
    }

    /// <summary>A covered text with these terms is gone.</summary>
    public void Forget(ReadOnlySpan<int> terms)
    {
        foreach (var term in terms)
            _gone[Place(term)]++;
    }

    private int Place(int term) => Array.BinarySearch(_terms, term);
}
