using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;

namespace AgentMemory.Search;

/// <summary>
/// Weighs text score and nearness (spec 6.2): <c>(1 - alpha) * text_score + alpha * (2 - distance) / 2</c>, where the text score is a
/// share of the best match's, so that both sides are within 0 and 1 and alpha means what it says. Candidates are the best of either
/// side (T15), so neither a literal match nor a paraphrase is missed.
/// </summary>
internal sealed class HybridRanker(IMemorySearchIndex index)
{
    private const int MinimumCandidates = 50;
    private const int CandidatesPerHit = 5;

    /// <summary>The distance of a record without a vector: the largest there is.</summary>
    private const double Opposite = 2;

    /// <param name="filter">Already requires the query's phrases.</param>
    public async Task<Ranking> RankAsync(
        AccessScope scope, MemoryFilter filter, TextQuery query, VectorQuery vector, double alpha, int count,
        CancellationToken cancellationToken)
    {
        var pool = (int)Math.Min(Math.Max(MinimumCandidates, CandidatesPerHit * (long)count), int.MaxValue);
        var nearest = await index.NearestAsync(scope, filter, vector, pool, cancellationToken);
        var matching = query.IsEmpty
            ? new Candidates([], 0)
            : await index.MatchAsync(scope, filter, query, pool, cancellationToken);

        var distances = nearest.Items.ToDictionary(candidate => candidate.Record.Key, candidate => candidate.Value);
        var best = matching.Items.Count == 0 ? 0 : matching.Items[0].Value;
        var scores = matching.Items.ToDictionary(candidate => candidate.Record.Key, candidate => best > 0 ? candidate.Value / best : 0);
        var explanations = matching.Items.ToDictionary(candidate => candidate.Record.Key, candidate => candidate.Explanation);
        var farMatches = scores.Keys.Where(key => !distances.ContainsKey(key)).ToArray();
        if (farMatches.Length > 0)
        {
            foreach (var (key, distance) in await index.DistancesAsync(scope, farMatches, vector, cancellationToken))
                distances[key] = distance;
        }

        var union = nearest.Items.Select(candidate => candidate.Record)
            .Concat(matching.Items.Select(candidate => candidate.Record))
            .DistinctBy(record => record.Key)
            .Select(record => new Candidate(record, Score(record.Key))
            {
                Explanation = explanations.GetValueOrDefault(record.Key),
            })
            .OrderByDescending(candidate => candidate.Value)
            .ThenBy(candidate => candidate.Record.Id, StringComparer.Ordinal)
            .Take(count)
            .ToArray();
        return Ranking.Normalized(union, SearchMode.Hybrid, Math.Max(nearest.Total, matching.Total));

        double Score(MemoryKey key) =>
            (1 - alpha) * scores.GetValueOrDefault(key) + alpha * (2 - distances.GetValueOrDefault(key, Opposite)) / 2;
    }
}
