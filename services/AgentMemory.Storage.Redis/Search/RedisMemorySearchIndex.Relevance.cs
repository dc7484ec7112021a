using AgentMemory.Search;
using AgentMemory.Storage.Redis.Search.Relevance;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>What is not asked for literally.</summary>
internal sealed partial class RedisMemorySearchIndex
{
    private async Task<Candidates> RankAsync(
        AccessScope scope, MemoryFilter filter, TextQuery query, int limit, CancellationToken cancellationToken)
    {
        var words = new RelevanceWords(query);
        if (words.IsEmpty)
            return new Candidates([], 0);
        return await memories.ReadAsync(
            async index =>
            {
                var prefixes = await PrefixTags.OfAsync(index, filter);
                if (FilterQuery.Build(scope, filter, prefixes) is not { } admitted)
                    return new Candidates([], 0);
                var owners = FilterQuery.BuildOwners(scope, filter, prefixes)!;
                // The first in the pipeline: what is counted and found afterwards lacks nothing that it tells of.
                var statistics = new WordStatistics(_counts, index, owners, ChangesAsync(index), query.IsExact);
                return await new RelevanceSearch(index, filter, query, words, admitted, owners, statistics).RankAsync(limit);
            },
            cancellationToken);
    }
}
