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
    private readonly int[] _next = new int[lists.Length];

    public int Clause => clause;

    /// <summary>No text gets more for the clause: what one would that had each of its terms as strongly as any text has.</summary>
    public float Bound { get; } = Bm25.Score(weight, Strength(lists) * strengthening);

    /// <summary>Adds what texts of a stretch get for the clause. Stretches come one after the other.</summary>
    /// <param name="counts">For what occurrences count, before it is scored.</param>
    /// <param name="isClosed">Whether only those matter that have something already.</param>
    /// <param name="lengths">Of all texts.</param>
    public void AddTo(ref Stretch scores, ref Stretch counts, bool isClosed, ReadOnlySpan<int> lengths)
    {
        if (Bound == 0 || (isClosed && scores.Places.Length == 0))
            return;
        lengths = lengths[scores.First..];
        if (lists.Length == 1)
        {
            var texts = Next(0, scores, out var occurrences);
            for (var i = 0; i < texts.Length; i++)
            {
                var place = texts[i] - scores.First;
                if (!isClosed || scores[place] > 0)
                    scores.Add(place, Bm25.Score(weight, lists[0].Weight * occurrences[i], lengths[place], averageLength));
            }

            return;
        }

        counts.StartAt(scores.First);
        for (var list = 0; list < lists.Length; list++)
        {
            var texts = Next(list, scores, out var occurrences);
            for (var i = 0; i < texts.Length; i++)
            {
                var place = texts[i] - scores.First;
                if (!isClosed || scores[place] > 0)
                    counts.Add(place, lists[list].Weight * occurrences[i]);
            }
        }

        foreach (var place in counts.Places)
            scores.Add(place, Bm25.Score(weight, counts[place], lengths[place], averageLength));
    }

    private static float Strength((TermPostings Postings, float Weight)[] lists)
    {
        var strength = 0f;
        foreach (var (postings, weight) in lists)
            strength += weight * postings.Strength;
        return strength;
    }

    /// <summary>The texts of a list that are in a stretch.</summary>
    /// <param name="occurrences">Beside them, how often they have the term.</param>
    private ReadOnlySpan<int> Next(int list, in Stretch stretch, out ReadOnlySpan<byte> occurrences)
    {
        var postings = lists[list].Postings;
        var start = _next[list] + LengthUntil(postings.Texts.AsSpan(_next[list]), stretch.First);
        var length = LengthUntil(postings.Texts.AsSpan(start), stretch.End);
        _next[list] = start + length;
        occurrences = postings.Counts.AsSpan(start, length);
        return postings.Texts.AsSpan(start, length);
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
