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
    OwnerSearch search, ClauseTerms[] clauses, QueryTerms terms, float[] weights, float averageLength)
{
    /// <summary>Sums of the same numbers differ by less, in whatever order they are added up.</summary>
    private const float Rounding = 1e-5f;

    private readonly OwnerTexts _owner = search.Owner;

    /// <summary>Offers the texts of <see cref="OwnerSearch.Matches"/> that match best.</summary>
    /// <param name="place">The owner's, that the texts are offered with.</param>
    /// <param name="best">Takes what is found, and says what is not worth finding.</param>
    public void Offer(int place, BestTexts best)
    {
        // The most first. Every text's score is added up in this order, so that it is the same whatever was found before.
        ClauseCursor[] cursors = [.. Enumerable.Range(0, weights.Length).Select(Cursor).OrderByDescending(cursor => cursor.Bound)];
        var all = cursors.Sum(cursor => cursor.Bound) * (1 + Rounding);
        var size = Math.Min(Stretch.Size, _owner.Postings.Texts);
        var scores = new Stretch(stackalloc float[size], stackalloc ushort[size]);
        var counts = new Stretch(stackalloc float[size], stackalloc ushort[size]);
        for (var first = 0; first < _owner.Postings.Texts; first += Stretch.Size)
        {
            scores.StartAt(first);
            var left = all;
            foreach (var cursor in cursors)
            {
                var isClosed = left < best.Least;
                if (isClosed)
                    scores.Prune(best.Least - left);
                cursor.AddTo(ref scores, ref counts, isClosed, _owner.Lengths);
                left -= cursor.Bound;
            }

            foreach (var number in scores.Places)
            {
                if (scores[number] >= best.Least)
                    Offer(first + number, scores[number]);
            }
        }

        for (var number = _owner.Postings.Texts; number < _owner.Numbers; number++)
            Offer(number, ScoreUncovered(number, cursors));

        void Offer(int number, float score)
        {
            if (search.Matches.Contains(number))
                best.Offer(new(place, number), _owner.Texts[number].Row, score);
        }
    }

    private ClauseCursor Cursor(int clause)
    {
        // A longer average makes every text weigh as a shorter one does.
        var strengthening = Math.Max(1, averageLength / _owner.Postings.AverageLength);
        return new(clause, clause < clauses.Length ? TermLists(clause) : [(Phrase(clause), 1)], weights[clause], averageLength, strengthening);
    }

    private (TermPostings Postings, float Weight)[] TermLists(int clause) =>
        [.. clauses[clause].All.Select(term => (_owner.Postings.Find(term.Term), term.Weight))];

    private TermPostings Phrase(int clause)
    {
        var texts = search.Phrases[clause - clauses.Length];
        var covered = Array.BinarySearch(texts, _owner.Postings.Texts);
        covered = covered < 0 ? ~covered : covered;
        var counts = new byte[covered];
        Array.Fill(counts, (byte)1);
        return new(new(texts, 0, covered), counts, Bm25.Strength(1, 0, averageLength));
    }

    private float ScoreUncovered(int number, ClauseCursor[] cursors)
    {
        Span<float> counts = stackalloc float[weights.Length];
        counts.Clear();
        terms.Count(_owner.Terms(number), _owner.Counts(number), counts[..clauses.Length]);
        for (var phrase = 0; phrase < search.Phrases.Count; phrase++)
            counts[clauses.Length + phrase] = Array.BinarySearch(search.Phrases[phrase], number) < 0 ? 0 : 1;
        var score = 0f;
        foreach (var cursor in cursors)
        {
            if (counts[cursor.Clause] > 0)
                score += Bm25.Score(weights[cursor.Clause], counts[cursor.Clause], _owner.Lengths[number], averageLength);
        }

        return score;
    }
}
