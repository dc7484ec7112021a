using AgentMemory.Search;
using AgentMemory.Storage.Redis.LongTermMemory;

namespace AgentMemory.Storage.Redis.Search.Relevance;

/// <summary>
/// Ranks what a question is about. Each match says itself which messages are around it and what scoring needs of those that do
/// not match, so nothing more is asked than which texts match; only a filter on more than sessions has to be asked which of
/// them it admits.
/// </summary>
/// <param name="admitted">See <see cref="FilterQuery.Build"/>.</param>
/// <param name="owners">See <see cref="FilterQuery.BuildOwners"/>.</param>
internal sealed class RelevanceSearch(
    IndexQueries index, MemoryFilter filter, TextQuery query, RelevanceWords words, string admitted, string owners,
    WordStatistics statistics)
{
    /// <summary>Up to this many texts of the owners searched, all matches of most queries are taken, and what they themselves
    /// say spares counting. Each match that is taken costs the server more than finding it does.</summary>
    private const int FewTexts = 2000;

    private const int MatchesAmongFew = 1000;

    /// <summary>How many of the server's best matches are ranked, at least and per record asked for.</summary>
    private const int MinimumMatches = 200;

    private const int MatchesPerHit = 4;

    /// <summary>How many are ranked in full, likewise, when there are more matches than were taken.</summary>
    private const int MinimumFinalists = 40;

    private const int FinalistsPerHit = 2;

    private readonly RankedTexts _texts = new(words);

    public async Task<Candidates> RankAsync(int limit)
    {
        var areFew = admitted == owners && statistics.LastTexts is null or <= FewTexts;
        var matches = new RelevanceMatches(index, words, admitted);
        var matching = query.IsExact
            ? matches.AddAllAsync(_texts)
            : matches.AddBestAsync(_texts, Math.Max(areFew ? MatchesAmongFew : MinimumMatches, (long)MatchesPerHit * limit));
        var texting = statistics.TextsAsync();
        var counting = areFew || query.IsExact ? null : statistics.MatchingAsync(words.Counted);
        await Task.WhenAll(matching, texting, counting ?? Task.CompletedTask);

        var (total, collection) = (await matching, await texting);
        var counts = admitted == owners && _texts.Matching == total
            ? _texts.MatchingCounts
            : await (counting ?? statistics.MatchingAsync(words.Counted));
        _texts.AddAround(IsOfSessions ? null : await matches.AdmittedAsync(_texts.KeysAround()));
        var scoring = new RelevanceScoring(
            query, words.Clauses, words.Weights(counts, collection.Documents),
            Bm25.AverageLength(collection.Documents, collection.Terms));
        return await BestAsync(scoring, total, limit);
    }

    /// <summary>Whether the filter admits a message exactly if it admits the others of its session.</summary>
    private bool IsOfSessions => filter.Phrases.Count == 0 && MemoryFilter.None == filter with
    {
        Namespace = null,
        UserId = null,
        SessionId = null,
        MemoryType = null,
        Phrases = MemoryFilter.None.Phrases,
    };

    private async Task<Candidates> BestAsync(RelevanceScoring scoring, long matching, int limit)
    {
        var texts = _texts.InContext();
        var scores = scoring.Score(texts, _texts.Counts);
        var isCut = _texts.Matching < matching;
        var finalists = isCut ? (int)Math.Min(Math.Max(MinimumFinalists, (long)FinalistsPerHit * limit), _texts.Keys.Count) : limit;
        var best = Best(scores, Enumerable.Range(0, _texts.Keys.Count), finalists);
        var loading = IndexedMemories.LoadAsync(index.Database, best.Select(i => _texts.Keys[i]));
        if (isCut)
        {
            // What is around the best may match too, only less than what was taken: its words come along with the records.
            await ReadAsync(_texts.AroundOnly(best, texts));
            scores = scoring.Score(texts, _texts.Counts);
        }

        var records = best.Zip(await loading).Where(pair => pair.Second is not null)
            .ToDictionary(pair => pair.First, pair => pair.Second!);
        var hits = Best(scores, records.Keys, limit).Select(i => new Candidate(records[i], scores[i])
        {
            Explanation = query.Explains ? scoring.Explain(texts, _texts.Counts, i) : null,
        });
        var byContext = Enumerable.Range(_texts.Matching, _texts.Keys.Count - _texts.Matching)
            .Count(i => scores[i] > 0 && !_texts.HasOwn(i));
        return new Candidates([.. hits], matching + byContext);
    }

    private List<int> Best(float[] scores, IEnumerable<int> among, int count) =>
        [.. among.Where(i => scores[i] > 0).OrderByDescending(i => scores[i]).ThenBy(i => _texts.Numbers[i]).Take(count)];

    private async Task ReadAsync(IReadOnlyList<int> texts)
    {
        var terms = await Task.WhenAll(texts.Select(i => index.Database.HashGetAsync(_texts.Keys[i], MemoryFields.Terms)));
        foreach (var (i, field) in texts.Zip(terms))
            _texts.Read(i, (string?)field);
    }
}
