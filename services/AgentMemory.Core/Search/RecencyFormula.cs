using AgentMemory.LongTermMemory;

namespace AgentMemory.Search;

/// <summary>
/// How recency changes a ranking (spec 6.4). Freshness counts from the last access, novelty from the creation; each halves
/// with its half-life.
/// </summary>
public static class RecencyFormula
{
    private const double ShortestHalfLifeDays = 0.001;

    /// <summary>0 (long ago) to 1 (now).</summary>
    public static double Recency(MemoryRecord record, DateTimeOffset now, RecencyWeights weights)
    {
        var freshness = Decay(record.LastAccessed, now, weights.HalfLifeLastAccessDays);
        var novelty = Decay(record.CreatedAt, now, weights.HalfLifeCreatedDays);
        return Math.Clamp(weights.Freshness * freshness + weights.Novelty * novelty, 0, 1);
    }

    /// <summary>What hits are sorted by. The similarity is 1 - distance, so it may be negative.</summary>
    public static double Combined(MemoryHit hit, DateTimeOffset now, RecencyWeights weights) =>
        weights.Semantic * (1 - hit.Dist) + weights.Recency * Recency(hit, now, weights);

    /// <summary>Best first; equals keep their order.</summary>
    public static IReadOnlyList<MemoryHit> Order(IReadOnlyList<MemoryHit> hits, DateTimeOffset now, RecencyWeights weights) =>
        [.. hits.OrderByDescending(hit => Combined(hit, now, weights))];

    private static double Decay(DateTimeOffset since, DateTimeOffset now, double halfLifeDays)
    {
        var days = Math.Max((now - since).TotalSeconds / 86400, 0);
        return Math.Exp(-Math.Log(2) / Math.Max(halfLifeDays, ShortestHalfLifeDays) * days);
    }
}
