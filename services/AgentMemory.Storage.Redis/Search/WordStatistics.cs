using AgentMemory.Storage.Redis.LongTermMemory;
using NRedisStack.Search;
using NRedisStack.Search.Aggregation;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>
/// What scores rest on: how many texts the admitted owners have, how long, and in how many each clause occurs. Kept while the
/// store changed by less than a 128th of those texts, so a small store's are always exact and a large one's cost little.
/// </summary>
/// <param name="owners">See <see cref="FilterQuery.BuildOwners"/>.</param>
/// <param name="changes">See <see cref="CountCache.ReadAsync"/>.</param>
internal sealed class WordStatistics(CountCache cache, IndexQueries index, string owners, Task<long> changes)
{
    private const int Precision = 128;

    /// <summary>How many texts are measured; of more, these tell the average length.</summary>
    private const int Sample = 10_000;

    private Task<IReadOnlyList<long>>? _texts;

    /// <summary>How many texts there were when they were counted last.</summary>
    public long? LastTexts => cache.Last(TextsKey)?[0];

    private string TextsKey => "texts " + owners;

    public async Task<TextCounts> TextsAsync() => await ReadTextsAsync() is var counts ? new(counts[0], counts[1]) : default;

    /// <summary>In how many of the texts each clause occurs.</summary>
    public async Task<IReadOnlyList<long>> MatchingAsync(IReadOnlyList<SearchClause> clauses)
    {
        var counts = await Task.WhenAll(clauses.Select(clause =>
        {
            var query = FilterQuery.And(owners, $"@{MemoryFields.Terms}:({clause.Query})");
            return cache.ReadAsync(
                "matching " + query, changes, async _ => (await ReadTextsAsync())[0] / Precision, async () => [await index.CountAsync(query)]);
        }));
        return Array.ConvertAll(counts, count => count[0]);
    }

    private Task<IReadOnlyList<long>> ReadTextsAsync() =>
        _texts ??= cache.ReadAsync(TextsKey, changes, counts => Task.FromResult(counts[0] / Precision), CountTextsAsync);

    private async Task<IReadOnlyList<long>> CountTextsAsync()
    {
        var counting = index.CountAsync(owners);
        var sample = await index.AggregateAsync(new AggregationRequest(owners).Limit(0, Sample).GroupBy(
            [], [Reducers.Count().As("texts"), Reducers.Sum("@" + MemoryFields.Length).As("terms")]));
        var documents = await counting;
        if (sample.TotalResults == 0)
            return [documents, 0];
        var (measured, terms) = (sample.GetRow(0).GetLong("texts"), sample.GetRow(0).GetLong("terms"));
        return [documents, measured < Sample ? terms : (long)((double)terms / measured * documents)];
    }
}
