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
    private const int MinimumMatches = 32;

    private const int MatchesPerHit = 3;

    /// <summary>Up to this many texts of the owners searched, most queries have no more matches than are taken here, and what they
    /// themselves say spares counting.</summary>
    private const int FewTexts = 2000;

    private const int MatchesAmongFew = 160;

    private readonly CountCache _counts = new();
    private readonly ListingWindows _listings = new();

    private RedisKey ChangesKey => store.Keys.Of("memory-changes");

    public Task<MemoryPage> ListAsync(
        AccessScope scope, MemoryFilter filter, int offset, int limit, CancellationToken cancellationToken) => memories.ReadAsync(
        async index =>
        {
            if (FilterQuery.Build(scope, filter, await PrefixTags.OfAsync(index, filter)) is not { } admitted)
                return new MemoryPage([], 0);
            var end = Math.Min((long)offset + limit, IndexQueries.MaximumResults);
            var (skip, take) = offset < end ? (offset, (int)end - offset) : (0, 0);
            if (take > 0 && _listings.Find(admitted) is { } window)
            {
                var counting = CountAsync(index, filter, admitted, out _);
                window = window.Count >= end ? window : window.Reaching(end);
                var near = await index.SearchAsync(ListingQuery(FilterQuery.And(admitted, window.Condition), skip, take));
                var total = await counting;
                // All that is not in the window comes after all that is.
                if (near.TotalResults >= end)
                    return Page(near, total);
            }

            var found = await index.SearchAsync(ListingQuery(admitted, skip, take));
            return Page(found, found.TotalResults);

            MemoryPage Page(SearchResult found, long total)
            {
                var records = found.Documents.ConvertAll(document => document.Record());
                if (records.Count == take)
                    _listings.Keep(admitted, records, end, total);
                return new MemoryPage(records, total);
            }
        },
        cancellationToken);

    public async Task<Candidates> MatchAsync(
        AccessScope scope, MemoryFilter filter, TextQuery query, int limit, CancellationToken cancellationToken)
    {
        if (!query.IsLiteral)
            return await RankAsync(scope, filter, query, limit, cancellationToken);
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
                var counter = new ClauseCounter(clauses);
                var matches = found.Documents.ConvertAll(document => new WordMatch(document, counter, clauses.Count));
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

    public void Dispose()
    {
        _counts.Dispose();
        _listings.Dispose();
    }

    private static Query ListingQuery(string admitted, int skip, int take) =>
        new Query(admitted) { Verbatim = true }.SetSortBy(MemoryFields.Order, ascending: true).ReturnRecords().Limit(skip, take);

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
