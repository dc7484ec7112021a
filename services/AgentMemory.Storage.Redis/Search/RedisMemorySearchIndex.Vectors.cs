using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Redis.Search;

internal sealed partial class RedisMemorySearchIndex
{
    /// <summary>Up to this many admitted records are all compared: about as fast as walking a graph, and exact.</summary>
    private const int MaximumCompared = 2000;

    public Task<Candidates> NearestAsync(
        AccessScope scope, MemoryFilter filter, VectorQuery query, int limit, CancellationToken cancellationToken)
    {
        var unit = UnitVector.Of(query.Values.Span, query.Space);
        var field = new SpaceField(query.Space);
        return memories.ReadAsync(
            async index =>
            {
                if (FilterQuery.Build(scope, filter, await PrefixTags.OfAsync(index, filter)) is not { } admitted)
                    return new Candidates([], 0);
                var algorithm = await memories.AlgorithmAsync(index.Database, field, cancellationToken);
                var search = new NearestSearch(index, field, algorithm, store.Options.SearchBreadth, admitted, unit);

                var counting = CountAsync(index, filter, admitted, out var last);
                var expected = last ?? await counting;
                var found = await FindAsync(search, query.MaximumDistance, limit, expected);
                var count = await counting;
                // The graph was walked because many were expected.
                if (algorithm == VectorAlgorithm.Hnsw && expected > MaximumCompared && count <= MaximumCompared)
                    found = await FindAsync(search, query.MaximumDistance, limit, count);
                return new Candidates(
                    [.. found.Nearest.Take(limit).Select(neighbour => neighbour.Candidate)], found.Total ?? count);
            },
            cancellationToken);
    }

    public Task<IReadOnlyDictionary<MemoryKey, double>> DistancesAsync(
        AccessScope scope, IReadOnlyList<MemoryKey> keys, VectorQuery query, CancellationToken cancellationToken)
    {
        var unit = UnitVector.Of(query.Values.Span, query.Space);
        return ReadVectorsAsync(scope, keys, query.Space, vector => UnitVector.Distance(vector, unit), cancellationToken);
    }

    /// <returns>The total of a search with a maximum distance.</returns>
    private static async Task<(List<Neighbour> Nearest, long? Total)> FindAsync(
        NearestSearch search, double? maximum, int limit, long expected)
    {
        var comparesAll = expected <= MaximumCompared;
        return maximum is not { } distance
            ? (await search.NearestAsync(limit, comparesAll), null)
            : comparesAll
                ? await search.ComparedWithinAsync(distance, limit, MaximumCompared)
                : await search.WithinAsync(distance, limit);
    }

    /// <summary>How many records the filter admits, exactly.</summary>
    /// <param name="last">How many there were when they were counted last.</param>
    private Task<long> CountAsync(IndexQueries index, MemoryFilter filter, string admitted, out long? last)
    {
        last = null;
        // What these look at changes without counting as a change.
        if (filter is not { LastAccessed: null, Consolidated: null })
            return index.CountAsync(admitted);
        var changes = ChangesAsync(index);
        var reading = _counts.Read("admitted " + admitted, async () => [await index.CountAsync(admitted)]);
        last = reading.Last?[0];
        return CountAsync(reading, changes);
    }

    private static async Task<long> CountAsync(CountCache.Reading reading, Task<long> changes) =>
        (await reading.AtAsync(await changes, tolerance: 0))[0];
}
