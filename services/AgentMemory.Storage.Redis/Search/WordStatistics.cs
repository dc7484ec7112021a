using AgentMemory.Search;
using AgentMemory.Storage.Redis.LongTermMemory;
using NRedisStack.Search;
using NRedisStack.Search.Aggregation;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>
/// What scores rest on: how many texts the admitted owners have, how long, and in how many each clause occurs. Kept while the
/// store changed by less than a 128th of those texts, so a small store's are always exact and a large one's cost little.
/// </summary>
internal sealed class WordStatistics
{
    private const int Precision = 128;

    private readonly IReadOnlyList<float> _weights;
    private readonly float _averageLength;

    private WordStatistics(long documents, long terms, IEnumerable<long> matching)
    {
        _averageLength = Bm25.AverageLength(documents, terms);
        // Taken one after the other while others write, the counts may contradict each other.
        _weights = [.. matching.Select(count => Bm25.Weight(documents, Math.Min(count, documents)))];
    }

    /// <param name="owners">See <see cref="FilterQuery.BuildOwners"/>.</param>
    /// <param name="changes">See <see cref="CountCache.ReadAsync"/>.</param>
    public static async Task<WordStatistics> ReadAsync(
        CountCache cache, IndexQueries index, string owners, IReadOnlyList<SearchClause> clauses, Task<long> changes)
    {
        var texts = cache.ReadAsync("texts " + owners, changes, counts => Task.FromResult(counts[0] / Precision), CountTextsAsync);
        var matching = await Task.WhenAll(clauses.Select(clause =>
        {
            var query = FilterQuery.And(owners, $"@{MemoryFields.Terms}:({clause.Query})");
            return cache.ReadAsync(
                "matching " + query, changes, async _ => (await texts)[0] / Precision, async () => [await index.CountAsync(query)]);
        }));
        var (documents, terms) = (await texts) is var counts ? (counts[0], counts[1]) : default;
        return new(documents, terms, matching.Select(count => count[0]));

        async Task<IReadOnlyList<long>> CountTextsAsync()
        {
            var sums = await index.AggregateAsync(new AggregationRequest(owners).GroupBy(
                [], [Reducers.Count().As("texts"), Reducers.Sum("@" + MemoryFields.Length).As("terms")]));
            var row = sums.GetRow(0);
            return sums.TotalResults == 0 ? [0, 0] : [row.GetLong("texts"), row.GetLong("terms")];
        }
    }

    /// <param name="text">Its terms.</param>
    public float Score(IReadOnlyList<SearchClause> clauses, ReadOnlySpan<string> text)
    {
        var score = 0f;
        for (var i = 0; i < clauses.Count; i++)
        {
            if (clauses[i].CountIn(text) is > 0 and var count)
                score += Bm25.Score(_weights[i], count, text.Length, _averageLength);
        }

        return score;
    }
}
