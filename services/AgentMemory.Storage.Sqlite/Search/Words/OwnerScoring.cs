using AgentMemory.Search;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>
/// Finds an owner's texts that match best by their own words (<see cref="Bm25"/>). Goes through all clauses stretch by stretch, so that what it
/// adds up stays in the processor's nearest cache; and once the clauses that give least cannot lift a text among the best any more, texts that
/// have only those are passed by (MaxScore: Turtle and Flood, "Query Evaluation: Strategies and Optimizations", 1995).
/// </summary>
/// <param name="weights">Of the clauses, terms before phrases.</param>
/// <param name="averageLength">Of the texts of the owners searched.</param>
internal sealed class OwnerScoring(
    OwnerSearch search, QueryTerms terms, float[] weights, float averageLength)
{
    /// <summary>Sums of the same numbers differ by less, in whatever order they are added up.</summary>
    private const float Rounding = 1e-5f;

    private readonly OwnerTexts _owner = search.Owner;

    /// <summary>Of one text, by clause.</summary>
    private readonly float[] _counts = new float[weights.Length];

    /// <summary>Offers the texts of <see cref="OwnerSearch.Matches"/> that match best.</summary>
    /// <param name="place">The owner's, that the texts are offered with.</param>
    /// <param name="best">Takes what is found, and says what is not worth finding.</param>
    /// <param name="stretch">To work with.</param>
    public void Offer(int place, BestTexts best, ref Stretch stretch)
    {
        var cursors = Cursors();
        for (var first = 0; first < _owner.Postings.Texts; first += Stretch.Size)
        {
            stretch.StartAt(first, _owner.Lengths, _owner.Postings.Texts);
            if (!Score(ref stretch, cursors, best.Least))
                continue;
            foreach (var found in stretch.PlacesOf(Math.Max(best.Least, float.Epsilon)))
            {
                if (stretch[found] >= best.Least && search.Matches.Contains(first + found))
                    Offer(first + found, stretch[found]);
            }
        }

        for (var number = _owner.Postings.Texts; number < _owner.Numbers; number++)
        {
            if (search.Matches.Contains(number))
                Offer(number, ScoreUncovered(number, cursors));
        }

        void Offer(int number, float score) => best.Offer(new(place, number), score);
    }

    /// <returns>Whether any text may have as much as is asked for.</returns>
    private static bool Score(ref Stretch stretch, List<ClauseCursor> cursors, float least)
    {
        var left = 0f;
        foreach (var cursor in cursors)
            left += cursor.Bound * (1 + Rounding);
        var isClosed = false;
        foreach (var cursor in cursors)
        {
            // Once: what later clauses would rule out in addition is too little to look through all again.
            if (!isClosed && left < least)
            {
                isClosed = true;
                if (!stretch.Prune(least - left))
                    return false;
            }

            cursor.AddTo(ref stretch, isClosed);
            left -= cursor.Bound;
        }

        return true;
    }

    /// <summary>The clause that gives most first. Every text's score is added up in this order, so that it is the same whatever was found
    /// before.</summary>
    private List<ClauseCursor> Cursors()
    {
        // A longer average makes every text weigh as a shorter one does.
        var strengthening = Math.Max(1, averageLength / _owner.Postings.AverageLength);
        var cursors = new List<ClauseCursor>(weights.Length);
        for (var clause = 0; clause < weights.Length; clause++)
        {
            var lists = clause < search.Postings.Length ? search.Postings[clause] : [(Phrase(clause), 1)];
            cursors.Add(new(clause, lists, weights[clause], averageLength, strengthening));
        }

        cursors.Sort(static (one, other) => one.Bound != other.Bound ? other.Bound.CompareTo(one.Bound) : one.Clause.CompareTo(other.Clause));
        return cursors;
    }

    private TermPostings Phrase(int clause)
    {
        var texts = search.Phrases[clause - search.Postings.Length];
        var covered = Array.BinarySearch(texts, _owner.Postings.Texts);
        covered = covered < 0 ? ~covered : covered;
        var counts = new byte[covered];
        Array.Fill(counts, (byte)1);
        return new(new(texts, 0, covered), counts, covered, Bm25.Strength(1, 0, averageLength));
    }

    private float ScoreUncovered(int number, List<ClauseCursor> cursors)
    {
        Array.Clear(_counts);
        terms.Count(_owner.Terms(number), _owner.Counts(number), _counts.AsSpan(0, search.Postings.Length));
        for (var phrase = 0; phrase < search.Phrases.Count; phrase++)
            _counts[search.Postings.Length + phrase] = Array.BinarySearch(search.Phrases[phrase], number) < 0 ? 0 : 1;
        var score = 0f;
        foreach (var cursor in cursors)
        {
            if (_counts[cursor.Clause] > 0)
                score += Bm25.Score(weights[cursor.Clause], _counts[cursor.Clause], _owner.Lengths[number], averageLength);
        }

        return score;
    }
}
