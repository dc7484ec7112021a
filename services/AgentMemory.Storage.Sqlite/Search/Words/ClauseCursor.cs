using AgentMemory.Search;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>Walks one clause's postings once, from the first text to the last.</summary>
/// <param name="clause">Its place among the clauses.</param>
/// <param name="lists">The postings of the clause's term and of each that stands in for it, and what an occurrence counts.</param>
/// <param name="weight">Of the clause.</param>
/// <param name="averageLength">Of the texts of the owners searched.</param>
/// <param name="strengthening">No text has a term more strongly, at that average, than its postings say times this.</param>
internal sealed class ClauseCursor(
    int clause, (TermPostings Postings, float Weight)[] lists, float weight, float averageLength, float strengthening)
{
    private readonly Bm25Clause _clause = new(weight, averageLength);

    /// <summary>By list: the first that no stretch came to.</summary>
    private readonly int[] _next = new int[lists.Length];

    /// <summary>By list: how many of it are in the stretch.</summary>
    private readonly int[] _counted = new int[lists.Length];

    public int Clause => clause;

    /// <summary>No text gets more for the clause: what one would that had each of its terms as strongly as any text has.</summary>
    public float Bound { get; } = Bm25.Score(weight, Strength(lists) * strengthening);

    /// <summary>Adds what texts of a stretch get for the clause. Stretches come one after the other.</summary>
    /// <param name="isClosed">Whether only those matter that have something already.</param>
    public void AddTo(ref Stretch stretch, bool isClosed)
    {
        if (Bound == 0)
            return;
        for (var list = 0; list < lists.Length; list++)
            _next[list] += LengthUntil(lists[list].Postings.Texts.AsSpan(_next[list]), stretch.First);
        if (lists.Length == 1)
        {
            var (postings, each) = lists[0];
            _next[0] += stretch.Add(postings.Texts.AsSpan(_next[0]), postings.Counts.AsSpan(_next[0]), each, _clause, isClosed);
            return;
        }

        for (var list = 0; list < lists.Length; list++)
        {
            var (postings, each) = lists[list];
            _counted[list] = stretch.Count(postings.Texts.AsSpan(_next[list]), postings.Counts.AsSpan(_next[list]), each, isClosed);
        }

        if (isClosed)
            stretch.AddCounted(_clause);
        for (var list = 0; list < lists.Length; list++)
        {
            if (!isClosed)
                stretch.AddCounted(lists[list].Postings.Texts.AsSpan(_next[list], _counted[list]), _clause);
            _next[list] += _counted[list];
        }
    }

    private static float Strength((TermPostings Postings, float Weight)[] lists)
    {
        var strength = 0f;
        foreach (var (postings, weight) in lists)
            strength += weight * postings.Strength;
        return strength;
    }

    private static int LengthUntil(ReadOnlySpan<int> texts, int end)
    {
        if (texts.Length == 0 || texts[0] >= end)
            return 0;
        if (texts[^1] < end)
            return texts.Length;
        var length = texts.BinarySearch(end);
        return length < 0 ? ~length : length;
    }
}
