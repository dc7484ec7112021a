using System.Diagnostics;
using System.Globalization;
using AgentMemory.Errors;
using AgentMemory.Storage.Redis.LongTermMemory;
using AgentMemory.Storage.Redis.Maintenance;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>
/// How a store gets what a later version derives from records. Whoever needs the index goes through them, page by page, from where
/// others have come; a store without records is done at once. Which version a store was gone through for stands in
/// <c>memory-derived</c>, with the number of the last record until it is done.
/// </summary>
internal sealed partial class MemoryIndex
{
    private const int RecordsAtOnce = 100;

    private RedisKey DerivedKey => store.Keys.Of("memory-derived");

    /// <exception cref="StoreUnavailableException">It takes longer than a caller waits; the next one goes on.</exception>
    private async Task DeriveAsync(IDatabase database, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (After((string?)await database.StringGetAsync(DerivedKey)) is not null
            && await DerivePageAsync(cancellationToken) is { } last)
        {
            if (Stopwatch.GetElapsedTime(started) <= BuildPatience)
                continue;
            var newest = await database.SortedSetRangeByRankWithScoresAsync(MemoryRecords.NumbersKeyOf(store.Keys), -1, -1);
            var percent = newest is [var entry] ? 100 * last / entry.Score : 100;
            throw new StoreUnavailableException(
                "What is searched is being derived from the records by this version of AgentMemory, "
                + $"{percent.ToString("0", CultureInfo.InvariantCulture)} % so far; try again",
                TimeSpan.FromSeconds(1));
        }
    }

    /// <returns>The number of the last record gone through; <see langword="null"/> when none is left.</returns>
    private Task<long?> DerivePageAsync(CancellationToken cancellationToken) => store.WriteAsync<long?>(
        "memory-derived",
        async batch =>
        {
            var state = await batch.Database.StringGetAsync(DerivedKey);
            if (After((string?)state) is not { } after)
                return null;
            batch.ExpectValue(DerivedKey, state);
            var page = await RecordWalk.PageAsync(batch.Database, batch.Keys, after, RecordsAtOnce);
            if (page.Count == 0)
            {
                batch.Do("SET", DerivedKey, MemoryIndexSchema.Version);
                return null;
            }

            await DerivedFields.WriteAsync(batch, [.. page.Select(entry => entry.Key)], await SpacesAsync(batch.Database));
            batch.Do("SET", DerivedKey, FormattableString.Invariant($"{MemoryIndexSchema.Version}:{page[^1].Number}"));
            return page[^1].Number;
        },
        cancellationToken);

    /// <summary>The number of the record to go on after; <see langword="null"/> when all is done.</summary>
    private static long? After(string? state)
    {
        var parts = state?.Split(':') ?? [];
        var isBegun = parts.Length > 0 && int.Parse(parts[0], CultureInfo.InvariantCulture) >= MemoryIndexSchema.Version;
        return !isBegun ? 0 : parts.Length > 1 ? long.Parse(parts[1], CultureInfo.InvariantCulture) : null;
    }
}
