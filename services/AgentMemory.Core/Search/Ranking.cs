namespace AgentMemory.Search;

/// <summary>The best hits of a search, best first, from the first page on.</summary>
/// <param name="Total">Matching records (spec 6.3), whether among the hits or not.</param>
internal sealed record Ranking(IReadOnlyList<MemoryHit> Hits, long Total)
{
    public static Ranking Empty { get; } = new([], 0);

    /// <summary>
    /// Turns raw scores, best first, into hits: divided by the largest, so that the best has 1 whatever the ranker's
    /// scale. All zero stays zero (spec 6.2).
    /// </summary>
    public static Ranking Normalized(IReadOnlyList<Candidate> bestFirst, SearchMode scoreType, long total)
    {
        var largest = bestFirst.Count == 0 ? 0 : bestFirst[0].Value;
        var hits = new MemoryHit[bestFirst.Count];
        for (var i = 0; i < hits.Length; i++)
        {
            var score = largest > 0 ? Math.Clamp(bestFirst[i].Value / largest, 0, 1) : 0;
            hits[i] = new MemoryHit(bestFirst[i].Record)
            {
                Dist = 1 - score,
                Score = score,
                ScoreType = scoreType,
                Explanation = bestFirst[i].Explanation,
            };
        }

        return new(hits, total);
    }

    /// <summary>Only hits within a distance. The total is exact when the ranking shows where they end.</summary>
    public Ranking Within(double? distanceThreshold)
    {
        if (distanceThreshold is not { } threshold)
            return this;
        var within = Hits.TakeWhile(hit => hit.Dist <= threshold).ToArray();
        return new(within, within.Length < Hits.Count ? within.Length : Total);
    }
}
