using AgentMemory.Storage.Redis.LongTermMemory;
using NRedisStack.Search;

namespace AgentMemory.Storage.Redis.Search.Relevance;

/// <summary>Asks the index for the texts that match by their own words.</summary>
/// <param name="admitted">See <see cref="FilterQuery.Build"/>.</param>
internal sealed class RelevanceMatches(IndexQueries index, RelevanceWords words, string admitted)
{
    /// <summary>Of matches, when all are wanted.</summary>
    private const int PageSize = 2000;

    private const int KeysAtOnce = 1000;

    /// <summary>What merely admits a record says nothing of how well it matches.</summary>
    private string Weighed => admitted == FilterQuery.Everything ? words.Query : $"({admitted})=>{{$weight:0}} {words.Query}";

    /// <summary>Adds those that the server ranks first.</summary>
    /// <returns>How many there are.</returns>
    public async Task<long> AddBestAsync(RankedTexts texts, long count)
    {
        var found = await index.SearchAsync(
            new Query(Weighed) { Verbatim = true }.SetScorer("BM25STD").ReturnFields(RankedTexts.Fields)
                .Limit(0, (int)Math.Min(count, IndexQueries.MaximumResults)));
        found.Documents.ForEach(texts.Add);
        return found.TotalResults;
    }

    /// <summary>Adds all of them, page after page, in the order in which they were stored.</summary>
    /// <returns>How many there are.</returns>
    public async Task<long> AddAllAsync(RankedTexts texts)
    {
        var matches = FilterQuery.And(admitted, words.Query);
        for (var last = 0L; ;)
        {
            var rest = FormattableString.Invariant($"{matches} @{MemoryFields.Number}:[({last} +inf]");
            var page = (await index.SearchAsync(
                new Query(rest) { Verbatim = true }
                    .SetSortBy(MemoryFields.Number, ascending: true).ReturnFields(RankedTexts.Fields).Limit(0, PageSize))).Documents;
            page.ForEach(texts.Add);
            if (page.Count < PageSize)
                return texts.Matching;
            last = page[^1].Number();
        }
    }

    /// <summary>Those of the keys whose records the filter admits.</summary>
    public async Task<IReadOnlySet<string>> AdmittedAsync(IReadOnlyCollection<string> keys)
    {
        var found = await Task.WhenAll(keys.Chunk(KeysAtOnce).Select(some => index.SearchAsync(
            new Query(admitted) { NoContent = true, Verbatim = true }.LimitKeys(some).Limit(0, some.Length))));
        return found.SelectMany(page => page.Documents).Select(document => document.Id).ToHashSet(StringComparer.Ordinal);
    }
}
