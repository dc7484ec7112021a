using AgentMemory.Tenancy;

namespace AgentMemory.Search;

/// <summary>Ranks by cosine distance: semantic mode.</summary>
internal sealed class VectorRanker(IMemorySearchIndex index)
{
    public async Task<Ranking> RankAsync(
        AccessScope scope, MemoryFilter filter, VectorQuery query, int count, CancellationToken cancellationToken)
    {
        var nearest = await index.NearestAsync(scope, filter, query, count, cancellationToken);
        var hits = nearest.Items.Select(candidate => new MemoryHit(candidate.Record)
        {
            Dist = candidate.Value,
            Score = Math.Max(0, 1 - candidate.Value),
            ScoreType = SearchMode.Semantic,
        });
        return new([.. hits], nearest.Total);
    }
}
