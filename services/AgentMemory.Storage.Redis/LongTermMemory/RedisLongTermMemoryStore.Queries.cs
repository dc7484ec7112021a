using System.Globalization;
using System.Security.Cryptography;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Storage.Redis.Search;
using AgentMemory.Tenancy;
using NRedisStack.Search;

namespace AgentMemory.Storage.Redis.LongTermMemory;

/// <summary>What the search index answers.</summary>
internal sealed partial class RedisLongTermMemoryStore
{
    private const int HashesAtOnce = 2000;

    public Task<ScanPage> ScanAsync(
        AccessScope scope, MemoryFilter filter, string? after, int pageSize, CancellationToken cancellationToken) => index.ReadAsync(
        async memories =>
        {
            if (FilterQuery.Build(scope, filter, await PrefixTags.OfAsync(memories, filter)) is not { } admitted)
                return new ScanPage([], null);
            var windows = new NumberWindows(
                after is null ? 0 : long.Parse(after, CultureInfo.InvariantCulture), await NewestAsync(memories), pageSize);
            var (records, last) = (new List<MemoryRecord>(), "");
            while (records.Count < pageSize && windows.MoveNext())
            {
                var wanted = pageSize - records.Count;
                var found = (await memories.SearchAsync(
                    new Query(FilterQuery.And(admitted, windows.Condition)) { Verbatim = true }
                        .SetSortBy(MemoryFields.Number, ascending: true).ReturnRecords(MemoryFields.Number).Limit(0, wanted))).Documents;
                records.AddRange(found.Select(document => document.Record()));
                last = (found.Count == wanted ? found[^1].Number() : windows.End).ToString(CultureInfo.InvariantCulture);
                windows.Widen();
            }

            return new ScanPage(records, records.Count < pageSize ? null : last);
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
                var (seen, repeated) = (new HashSet<UInt128>(), new HashSet<UInt128>());
                var groups = new List<IReadOnlyList<MemoryKey>>();
                var windows = new NumberWindows(0, await NewestAsync(memories), HashesAtOnce);
                while (windows.MoveNext())
                {
                    var hashes = await HashesAsync(memories, $"{FilterQuery.And(admitted, windows.Condition)} {NoSummary}");
                    foreach (var hash in hashes.Where(hash => !seen.Add(Shorten(hash)) && repeated.Add(Shorten(hash))))
                    {
                        foreach (var owner in await RepeatedOwnersAsync(memories, admitted, hash))
                            groups.Add(await MembersAsync(memories, owner, hash));
                        if (groups.Count >= limit)
                            return groups[..limit];
                    }

                    if (hashes.Count < HashesAtOnce / NumberWindows.Growth)
                        windows.Widen();
                }

                return groups;
            },
            cancellationToken);

    private static string NoSummary => $"-@{MemoryFields.StrategyTag}:{{{IndexTag.Of("summary")}}}";

    private async Task<long> NewestAsync(IndexQueries memories) =>
        (long)await memories.Database.StringGetAsync(store.Keys.Of("memory-number"));

    private static async Task<IReadOnlyList<string>> HashesAsync(IndexQueries memories, string admitted)
    {
        var found = await memories.SearchAsync(
            new Query(admitted) { Verbatim = true }.ReturnFields("hash").Limit(0, IndexQueries.MaximumResults));
        // Whatever else is stored there is no hash.
        return [.. found.Documents.Select(document => (string?)document["hash"]).OfType<string>()
            .Where(hash => hash.Length == 2 * SHA256.HashSizeInBytes && hash.All(char.IsAsciiHexDigit))];
    }

    /// <summary>Half of it, which tells as much.</summary>
    private static UInt128 Shorten(string hash) =>
        UInt128.Parse(hash.AsSpan(0, SHA256.HashSizeInBytes), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

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
