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

    /// <summary>How many texts are measured; of more, these tell the average length.</summary>
    private const int Sample = 10_000;

    private readonly CountCache _cache;
    private readonly IndexQueries _index;
    private readonly string _owners;
    private readonly Task<long> _changes;
    private readonly bool _isExact;
    private readonly CountCache.Reading _texts;

    /// <param name="owners">See <see cref="FilterQuery.BuildOwners"/>.</param>
    /// <param name="changes">See <see cref="CountCache.Reading.AtAsync"/>.</param>
    /// <param name="isExact">Counts everything, as it is now.</param>
    public WordStatistics(CountCache cache, IndexQueries index, string owners, Task<long> changes, bool isExact = false)
    {
        (_cache, _index, _owners, _changes, _isExact) = (cache, index, owners, changes, isExact);
        _texts = cache.Read((isExact ? "all texts " : "texts ") + owners, CountTextsAsync);
    }

    /// <summary>How many texts there were when they were counted last.</summary>
    public long? LastTexts => _texts.Last?[0];

    public async Task<TextCounts> TextsAsync() => await ReadTextsAsync(await _changes) is var counts ? new(counts[0], counts[1]) : default;

    /// <summary>In how many of the texts each clause occurs.</summary>
    public Task<IReadOnlyList<long>> MatchingAsync(IReadOnlyList<SearchClause> clauses) =>
        MatchingAsync(clauses.Select(clause => clause.Query));

    /// <param name="words">What to find in the terms of a text.</param>
    public async Task<IReadOnlyList<long>> MatchingAsync(IEnumerable<string> words)
    {
        var readings = words.Select(some =>
        {
            var query = FilterQuery.And(_owners, $"@{MemoryFields.Terms}:({some})");
            return _cache.Read("matching " + query, async () => [await _index.CountAsync(query)]);
        }).ToList();
        var changes = await _changes;
        var tolerance = Tolerance((await ReadTextsAsync(changes))[0]);
        var counts = new long[readings.Count];
        // Those that have to be counted anew are asked for at once.
        var counting = readings.ConvertAll(reading => reading.AtAsync(changes, tolerance));
        for (var i = 0; i < counts.Length; i++)
            counts[i] = (await counting[i])[0];
        return counts;
    }

    private ValueTask<IReadOnlyList<long>> ReadTextsAsync(long changes) => _texts.AtAsync(changes, Tolerance(LastTexts ?? 0));

    private long Tolerance(long texts) => _isExact ? 0 : texts / Precision;

    private async Task<IReadOnlyList<long>> CountTextsAsync()
    {
        var counting = _index.CountAsync(_owners);
        var measure = new AggregationRequest(_owners);
        var sample = await _index.AggregateAsync((_isExact ? measure : measure.Limit(0, Sample)).GroupBy(
            [], [Reducers.Count().As("texts"), Reducers.Sum("@" + MemoryFields.Length).As("terms")]));
        var documents = await counting;
        if (sample.TotalResults == 0)
            return [documents, 0];
        var (measured, terms) = (sample.GetRow(0).GetLong("texts"), sample.GetRow(0).GetLong("terms"));
        return [documents, _isExact || measured < Sample ? terms : (long)((double)terms / measured * documents)];
    }
}
