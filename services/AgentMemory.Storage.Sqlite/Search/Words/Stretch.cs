using System.Numerics;
using System.Runtime.InteropServices;
using AgentMemory.Search;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>
/// Scores of texts of successive numbers, few enough to stay in the processor's nearest cache. A branch that every other text takes costs more
/// than what it saves: where most texts of a list count, all are added alike, and scores are looked through many at a time.
/// </summary>
/// <param name="room">Twice <see cref="Size"/>, all zero.</param>
/// <param name="places">More than <see cref="Size"/>.</param>
internal ref struct Stretch(Span<float> room, Span<ushort> places)
{
    /// <summary>How many texts at most; a multiple of every <see cref="Vector{T}"/>.</summary>
    public const int Size = 4096;

    private readonly Span<float> _allScores = room[..Size];

    /// <summary>By place, what occurrences count while the lists of a clause are gone through; all zero otherwise.</summary>
    private readonly Span<float> _counts = room.Slice(Size, Size);

    /// <summary>By place from <see cref="First"/>.</summary>
    private Span<float> _scores;

    private ReadOnlySpan<int> _lengths;

    /// <summary>Places of scored texts of which occurrences were counted, or of those found last.</summary>
    private readonly Span<ushort> _places = places;

    private int _counted;

    public int First { get; private set; }

    public readonly float this[int place] => _scores[place];

    /// <summary>Forgets all scores, and is for other texts from now on.</summary>
    /// <param name="lengths">Of all texts, in terms.</param>
    /// <param name="texts">How many there are to score.</param>
    public void StartAt(int first, ReadOnlySpan<int> lengths, int texts)
    {
        _scores.Clear();
        First = first;
        _lengths = lengths.Slice(first, Math.Min(Size, texts - first));
        var vectors = (_lengths.Length + Vector<float>.Count - 1) / Vector<float>.Count;
        _scores = _allScores[..(vectors * Vector<float>.Count)];
    }

    /// <summary>Adds what texts get for the only term of a clause.</summary>
    /// <param name="texts">Ascending, from one of this stretch or of a later one.</param>
    /// <param name="occurrences">Beside them.</param>
    /// <param name="weight">What an occurrence counts.</param>
    /// <param name="onlyScored">Whether texts without a score are left out.</param>
    /// <returns>How many of them are in this stretch.</returns>
    public readonly int Add(
        ReadOnlySpan<int> texts, ReadOnlySpan<byte> occurrences, float weight, Bm25Clause clause, bool onlyScored)
    {
        var scores = _scores;
        var lengths = _lengths;
        var first = First;
        var i = 0;
        for (; i < texts.Length && i < occurrences.Length; i++)
        {
            var place = texts[i] - first;
            if ((uint)place >= (uint)lengths.Length)
                break;
            if (!onlyScored || scores[place] > 0)
                scores[place] += clause.Score(weight * occurrences[i], lengths[place]);
        }

        return i;
    }

    /// <summary>Counts occurrences of one of the terms of a clause.</summary>
    /// <inheritdoc cref="Add"/>
    public int Count(ReadOnlySpan<int> texts, ReadOnlySpan<byte> occurrences, float weight, bool onlyScored)
    {
        var scores = _scores;
        var counts = _counts[.._lengths.Length];
        var first = First;
        var i = 0;
        for (; i < texts.Length && i < occurrences.Length; i++)
        {
            var place = texts[i] - first;
            if ((uint)place >= (uint)counts.Length)
                break;
            if (onlyScored)
            {
                if (scores[place] == 0)
                    continue;
                if (counts[place] == 0)
                    _places[_counted++] = (ushort)place;
            }

            counts[place] += weight * occurrences[i];
        }

        return i;
    }

    /// <summary>Adds what texts get for what was counted of all.</summary>
    /// <param name="texts">Of this stretch, those of which occurrences were counted among them.</param>
    public readonly void AddCounted(ReadOnlySpan<int> texts, Bm25Clause clause)
    {
        var scores = _scores;
        var lengths = _lengths;
        var counts = _counts;
        var first = First;
        foreach (var text in texts)
        {
            // A text that comes twice has nothing counted the second time.
            var place = text - first;
            scores[place] += clause.Score(counts[place], lengths[place]);
            counts[place] = 0;
        }
    }

    /// <summary>Adds what texts get for what was counted of scored ones only.</summary>
    public void AddCounted(Bm25Clause clause)
    {
        foreach (var place in _places[.._counted])
        {
            _scores[place] += clause.Score(_counts[place], _lengths[place]);
            _counts[place] = 0;
        }

        _counted = 0;
    }

    /// <summary>Forgets the scores that are less.</summary>
    /// <returns>Whether any are left.</returns>
    public readonly bool Prune(float least)
    {
        var kept = Vector<int>.Zero;
        var threshold = new Vector<float>(least);
        foreach (ref var scores in MemoryMarshal.Cast<float, Vector<float>>(_scores))
        {
            var isKept = Vector.GreaterThanOrEqual(scores, threshold);
            scores = Vector.ConditionalSelect(isKept, scores, Vector<float>.Zero);
            kept |= isKept;
        }

        return kept != Vector<int>.Zero;
    }

    /// <summary>The places whose scores are at least so much, ascending. Valid until anything else is called.</summary>
    /// <param name="least">More than 0.</param>
    public readonly ReadOnlySpan<ushort> PlacesOf(float least)
    {
        var scores = _scores;
        var places = _places;
        var found = 0;
        var threshold = new Vector<float>(least);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(scores);
        for (var i = 0; i < vectors.Length; i++)
        {
            if (Vector.GreaterThanOrEqual(vectors[i], threshold) == Vector<int>.Zero)
                continue;
            for (var place = i * Vector<float>.Count; place < (i + 1) * Vector<float>.Count; place++)
            {
                places[found] = (ushort)place;
                found += scores[place] >= least ? 1 : 0;
            }
        }

        return places[..found];
    }
}
