using AgentMemory.Search;
using AgentMemory.Storage.Redis.LongTermMemory;
using NRedisStack.Search;

namespace AgentMemory.Storage.Redis.Search.Relevance;

/// <summary>
/// Ranks what a question is about. Each match says itself which messages are around it and what scoring needs of those that do not
/// match, so nothing more is asked than which texts match; only a filter on more than sessions has to be asked which of them it admits.
/// </summary>
/// <param name="admitted">See <see cref="FilterQuery.Build"/>.</param>
/// <param name="owners">See <see cref="FilterQuery.BuildOwners"/>.</param>
internal sealed class RelevanceSearch(
    IndexQueries index, MemoryFilter filter, TextQuery query, RelevanceWords words, string admitted, string owners,
    WordStatistics statistics)
{
    /// <summary>Up to this many texts of the owners searched, all matches of most queries are taken, and what they themselves say spares
    /// counting.</summary>
    private const int FewTexts = 20_000;

    private const int MatchesAmongFew = 1000;

    /// <summary>How many of the server's best matches are ranked in full, at least and per record asked for.</summary>
    private const int MinimumMatches = 200;

    private const int MatchesPerHit = 4;

    /// <summary>Of matches, when all are wanted.</summary>
    private const int PageSize = 2000;

    private const int KeysAtOnce = 1000;

    public async Task<RelevantTexts> RankAsync(int limit)
    {
        var areFew = admitted == owners && statistics.LastTexts is null or <= FewTexts;
        var texts = new RankedTexts(words);
        var matching = query.IsExact ? AllAsync(texts) : BestAsync(texts, areFew ? MatchesAmongFew : MinimumMatches, limit);
        var texting = statistics.TextsAsync();
        var counting = areFew || query.IsExact ? null : statistics.MatchingAsync(words.Counted);
        await Task.WhenAll(matching, texting, counting ?? Task.CompletedTask);

        var (total, collection) = (await matching, await texting);
        var counts = admitted == owners && texts.Matching == total
            ? texts.MatchingCounts
            : await (counting ?? statistics.MatchingAsync(words.Counted));
        texts.AddAround(IsOfSessions ? null : await AdmittedAsync(texts.KeysAround()));

        var ranked = texts.InContext();
        var scoring = new RelevanceScoring(
            query, words.Clauses, Weights(counts, collection.Documents), Bm25.AverageLength(collection.Documents, collection.Terms));
        var scores = scoring.Score(ranked, texts.Counts);
        var best = Enumerable.Range(0, scores.Length).Where(i => scores[i] > 0)
            .OrderByDescending(i => scores[i]).ThenBy(i => texts.Numbers[i]).Take(limit)
            .Select(i => new RelevantText(
                texts.Keys[i], scores[i], query.Explains ? scoring.Explain(ranked, texts.Counts, i) : null));
        return new([.. best], total + scores.Skip(texts.Matching).Count(score => score > 0));
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

    /// <summary>What merely admits a record says nothing of how well it matches.</summary>
    private string Matches => admitted == FilterQuery.Everything ? words.Query : $"({admitted})=>{{$weight:0}} {words.Query}";

    /// <returns>How many there are.</returns>
    private async Task<long> BestAsync(RankedTexts texts, int minimum, int limit)
    {
        var count = Math.Min(Math.Max(minimum, (long)MatchesPerHit * limit), IndexQueries.MaximumResults);
        var found = await index.SearchAsync(
            new Query(Matches) { Verbatim = true }.SetScorer("BM25STD").ReturnFields(RankedTexts.Fields).Limit(0, (int)count));
        found.Documents.ForEach(texts.Add);
        return found.TotalResults;
    }

    /// <summary>Page after page, in the order in which they were stored.</summary>
    private async Task<long> AllAsync(RankedTexts texts)
    {
        for (var last = 0L; ;)
        {
            var page = (await index.SearchAsync(
                new Query(FormattableString.Invariant($"{FilterQuery.And(admitted, words.Query)} @{MemoryFields.Number}:[({last} +inf]")) { Verbatim = true }
                    .SetSortBy(MemoryFields.Number, ascending: true).ReturnFields(RankedTexts.Fields).Limit(0, PageSize))).Documents;
            page.ForEach(texts.Add);
            if (page.Count < PageSize)
                return texts.Matching;
            last = page[^1].Number();
        }
    }

    private async Task<HashSet<string>> AdmittedAsync(IReadOnlyCollection<string> keys)
    {
        var found = await Task.WhenAll(keys.Chunk(KeysAtOnce).Select(some => index.SearchAsync(
            new Query(admitted) { NoContent = true, Verbatim = true }.LimitKeys(some).Limit(0, some.Length))));
        return found.SelectMany(page => page.Documents).Select(document => document.Id).ToHashSet(StringComparer.Ordinal);
    }

    /// <remarks>Taken one after the other while others write, counts may contradict each other.</remarks>
    private float[] Weights(IReadOnlyList<long> counts, long documents)
    {
        var weights = new float[words.Clauses.Count];
        var next = 0;
        for (; next < words.CountsOfTerms.Count; next++)
        {
            var (term, any) = words.CountsOfTerms[next];
            weights[next] = Bm25.Weight(documents, (Math.Min(counts[term], documents) + Math.Min(counts[any], documents)) / 2f);
        }

        var counted = next == 0 ? 0 : words.CountsOfTerms[^1].Any + 1;
        foreach (var phrase in words.Phrases)
            weights[next++] = Bm25.Weight(documents, phrase is null ? 0 : Math.Min(counts[counted++], documents));
        return weights;
    }
}

/// <param name="Best">Best first.</param>
/// <param name="Total">How many match by their own words or, among those that were ranked, by their context.</param>
internal sealed record RelevantTexts(IReadOnlyList<RelevantText> Best, long Total);

/// <param name="Key">Of the record.</param>
internal readonly record struct RelevantText(string Key, double Score, ScoreExplanation? Explanation);
