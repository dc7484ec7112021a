using AgentMemory.Search;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Storage.Redis.LongTermMemory;
using AgentMemory.Tenancy;
using NRedisStack.Search;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>Listing and matching words. Vectors are in the other parts.</summary>
internal sealed partial class RedisMemorySearchIndex(RedisStore store, MemoryIndex memories) : IMemorySearchIndex, IDisposable
{
    /// <summary>How many of the server's best matches are scored here, at least and per record asked for: its order is by the
    /// same formula with other constants and other statistics.</summary>
    private const int MinimumMatches = 64;

    private const int MatchesPerHit = 4;

    /// <summary>Up to this many texts of the owners searched, most queries have no more matches than are taken here, and what they
    /// themselves say spares counting.</summary>
    private const int FewTexts = 20_000;

    private const int MatchesAmongFew = 160;

    private readonly CountCache _counts = new();

    private RedisKey ChangesKey => store.Keys.Of("memory-changes");

    public Task<MemoryPage> ListAsync(
        AccessScope scope, MemoryFilter filter, int offset, int limit, CancellationToken cancellationToken) => memories.ReadAsync(
        async index =>
        {
            if (FilterQuery.Build(scope, filter, await PrefixTags.OfAsync(index, filter)) is not { } admitted)
                return new MemoryPage([], 0);
            var last = Math.Min((long)offset + limit, IndexQueries.MaximumResults);
            var count = Math.Max(0, last - offset);
            var page = await index.SearchAsync(
                new Query(admitted) { Verbatim = true }.SetSortBy(MemoryFields.Order, ascending: true).ReturnRecords()
                    .Limit(count == 0 ? 0 : offset, (int)count));
            return new MemoryPage([.. page.Documents.Select(document => document.Record())], page.TotalResults);
        },
        cancellationToken);

    public async Task<Candidates> MatchAsync(
        AccessScope scope, MemoryFilter filter, TextQuery query, int limit, CancellationToken cancellationToken)
    {
        var clauses = SearchClause.Of(query);
        if (clauses.Count == 0)
            return new Candidates([], 0);
        return await memories.ReadAsync(
            async index =>
            {
                var prefixes = await PrefixTags.OfAsync(index, filter);
                if (FilterQuery.Build(scope, filter, prefixes) is not { } admitted)
                    return new Candidates([], 0);
                var owners = FilterQuery.BuildOwners(scope, filter, prefixes)!;

                // The first in the pipeline: what is counted and found afterwards lacks nothing that it tells of.
                var statistics = new WordStatistics(_counts, index, owners, ChangesAsync(index));
                var areFew = admitted == owners && statistics.LastTexts is null or <= FewTexts;
                var matching = index.SearchAsync(MatchingQuery(admitted, clauses, areFew ? MatchesAmongFew : MinimumMatches, limit));
                var texts = statistics.TextsAsync();
                var counting = areFew ? null : statistics.MatchingAsync(clauses);
                await Task.WhenAll(matching, texts, counting ?? Task.CompletedTask);

                var found = await matching;
                var matches = found.Documents.ConvertAll(document => new WordMatch(document, clauses));
                var counts = admitted == owners && matches.Count == found.TotalResults
                    ? WordMatch.Count(matches, clauses.Count)
                    : await (counting ?? statistics.MatchingAsync(clauses));
                var scoring = new WordScoring(await texts, counts);
                var best = matches.Select(match => (match.Key, match.Number, Score: scoring.Score(match)))
                    .OrderByDescending(match => match.Score).ThenBy(match => match.Number).Take(limit).ToList();
                var records = await IndexedMemories.LoadAsync(index.Database, best.Select(match => match.Key));
                return new Candidates(
                    [.. records.Zip(best).Where(pair => pair.First is not null).Select(pair => new Candidate(pair.First!, pair.Second.Score))],
                    found.TotalResults);
            },
            cancellationToken);
    }

    public void Dispose() => _counts.Dispose();

    private static Query MatchingQuery(string admitted, IReadOnlyList<SearchClause> clauses, int minimum, int limit)
    {
        var words = $"@{MemoryFields.Terms}:({string.Join('|', clauses.Select(clause => clause.Query))})";
        // What merely admits a record says nothing of how well it matches.
        var query = admitted == FilterQuery.Everything ? words : $"({admitted})=>{{$weight:0}} {words}";
        var count = Math.Min(Math.Max(minimum, (long)MatchesPerHit * limit), IndexQueries.MaximumResults);
        return new Query(query) { Verbatim = true }.SetScorer("BM25STD").ReturnFields(MemoryFields.Terms, MemoryFields.Number)
            .Limit(0, (int)count);
    }

    private async Task<long> ChangesAsync(IndexQueries index) => (long)await index.Database.StringGetAsync(ChangesKey);
}
