using System.Globalization;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Storage.Redis.Search;
using AgentMemory.Tenancy;
using NRedisStack.Search;
using NRedisStack.Search.Aggregation;

namespace AgentMemory.Storage.Redis.LongTermMemory;

/// <summary>What the search index answers.</summary>
internal sealed partial class RedisLongTermMemoryStore
{
    /// <summary>Numbers looked at in one query of a scan, at least.</summary>
    private const int MinimumWindow = 100;

    private const int WindowGrowth = 4;

    /// <summary>By number, a window of numbers at a time: sorting all the rest for each page would cost more the more there is. A
    /// window that fills no page is followed by a wider one, so that few records among many are found soon.</summary>
    public Task<ScanPage> ScanAsync(
        AccessScope scope, MemoryFilter filter, string? after, int pageSize, CancellationToken cancellationToken) => index.ReadAsync(
        async memories =>
        {
            if (FilterQuery.Build(scope, filter, await PrefixTags.OfAsync(memories, filter)) is not { } admitted)
                return new ScanPage([], null);
            var newest = (long)await memories.Database.StringGetAsync(store.Keys.Of("memory-number"));
            var last = after is null ? 0 : long.Parse(after, CultureInfo.InvariantCulture);
            var records = new List<MemoryRecord>();
            for (var width = (long)Math.Max(pageSize, MinimumWindow); records.Count < pageSize && last < newest; width *= WindowGrowth)
            {
                var (wanted, end) = (pageSize - records.Count, Math.Min(last + width, newest));
                var window = string.Create(CultureInfo.InvariantCulture, $"@{MemoryFields.Number}:[({last} {end}]");
                var found = (await memories.SearchAsync(
                    new Query(FilterQuery.And(admitted, window)) { Verbatim = true }.SetSortBy(MemoryFields.Number, ascending: true)
                        .ReturnRecords(MemoryFields.Number).Limit(0, wanted))).Documents;
                records.AddRange(found.Select(document => document.Record()));
                last = found.Count == wanted ? found[^1].Number() : end;
            }

            return new ScanPage(records, records.Count < pageSize ? null : last.ToString(CultureInfo.InvariantCulture));
        },
        cancellationToken);

    public Task<long> CountAsync(AccessScope scope, MemoryFilter filter, CancellationToken cancellationToken) => index.ReadAsync(
        async memories => FilterQuery.Build(scope, filter, await PrefixTags.OfAsync(memories, filter)) is { } admitted
            ? await memories.CountAsync(admitted)
            : 0,
        cancellationToken);

    public Task<IReadOnlyList<IReadOnlyList<MemoryKey>>> FindDuplicatesAsync(
        AccessScope scope, MemoryFilter filter, int limit, CancellationToken cancellationToken) =>
        index.ReadAsync<IReadOnlyList<IReadOnlyList<MemoryKey>>>(
            async memories =>
            {
                if (FilterQuery.Build(scope, filter, await PrefixTags.OfAsync(memories, filter)) is not { } admitted)
                    return [];
                for (var most = limit; ; most *= WindowGrowth)
                {
                    var hashes = await RepeatedHashesAsync(memories, FilterQuery.And(admitted, NoSummary), most);
                    var owners = await Task.WhenAll(hashes.Select(hash => RepeatedOwnersAsync(memories, admitted, hash)));
                    var repeated = hashes.Zip(owners).SelectMany(pair => pair.Second.Select(owner => (owner, pair.First))).Take(limit).ToList();
                    // Groups that are no work may have taken the place of some that are.
                    if (repeated.Count == limit || hashes.Count < most)
                        return await Task.WhenAll(repeated.Select(group => MembersAsync(memories, group.owner, group.First)));
                }
            },
            cancellationToken);

    private static string NoSummary => $"-@{MemoryFields.StrategyTag}:{{{IndexTag.Of("summary")}}}";

    private static async Task<List<string>> RepeatedHashesAsync(IndexQueries memories, string admitted, int most)
    {
        var counts = await memories.AggregateAsync(
            new AggregationRequest(admitted).GroupBy("@hash", Reducers.Count().As("count")).Filter("@count > 1").Limit(0, most));
        return
        [
            .. Enumerable.Range(0, (int)counts.TotalResults).Select(row => counts.GetRow(row).GetString("hash"))
                // Whatever else is stored there is no hash.
                .OfType<string>().Where(hash => hash.Length > 0 && hash.All(char.IsAsciiHexDigit)),
        ];
    }

    /// <summary>The owners of which several records have the hash. One that only one may go of, or stay, is no work: what is
    /// pinned is never absorbed.</summary>
    private static async Task<IEnumerable<Owner>> RepeatedOwnersAsync(IndexQueries memories, string admitted, string hash) =>
        (await SameAsync(memories, admitted, hash)).GroupBy(memory => memory.Key.Owner)
            .Where(group => group.Count() > 1 && group.Any(memory => !memory.IsPinned)).Select(group => group.Key);

    private static async Task<IReadOnlyList<MemoryKey>> MembersAsync(IndexQueries memories, Owner owner, string hash) =>
    [
        .. (await SameAsync(memories, FilterQuery.OfOwner(owner), hash)).OrderByDescending(memory => memory.IsPinned)
            .ThenByDescending(memory => memory.LastAccessed).ThenBy(memory => memory.Key.Id, StringComparer.Ordinal)
            .Select(memory => memory.Key),
    ];

    private static async Task<IEnumerable<(MemoryKey Key, bool IsPinned, long LastAccessed)>> SameAsync(
        IndexQueries memories, string admitted, string hash)
    {
        var found = await memories.SearchAsync(
            new Query(FilterQuery.And(admitted, $"@hash:{{{hash}}} {NoSummary}")) { Verbatim = true }
                .ReturnFields("namespace", "user_id", "id", "pinned", "last_accessed").Limit(0, IndexQueries.MaximumResults));
        return found.Documents.Select(document => (
            new MemoryKey(new Owner(document["namespace"], document["user_id"]), (string)document["id"]!), document["pinned"] == "1",
            (long)document["last_accessed"]));
    }
}
