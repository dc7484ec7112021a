using AgentMemory.Tenancy;

namespace AgentMemory.Search;

/// <summary>Ranks by the words of the query: keyword mode, and every mode while no vectors can be had.</summary>
internal sealed class LexicalRanker(IMemorySearchIndex index)
{
    public async Task<Ranking> RankAsync(
        AccessScope scope, MemoryFilter filter, TextQuery query, int count, CancellationToken cancellationToken)
    {
        if (query.IsEmpty)
            return Ranking.Empty;
        var matches = await index.MatchAsync(scope, filter, query, count, cancellationToken);
        return Ranking.Normalized(matches.Items, SearchMode.Keyword, matches.Total);
    }
}
