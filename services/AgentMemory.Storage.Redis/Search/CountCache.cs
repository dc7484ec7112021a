using Microsoft.Extensions.Caching.Memory;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>
/// Counts of the store that searches need again and again, each with the number of changes the store had seen when it was taken.
/// </summary>
internal sealed class CountCache : IDisposable
{
    private const long MaximumCharacters = 16 * 1024 * 1024;

    /// <summary>What an entry weighs beside the characters of its key.</summary>
    private const int EntryWeight = 64;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = MaximumCharacters });

    /// <summary>The counts of this key: those that are known, if the store has changed little enough since, or new ones.</summary>
    /// <param name="changes">How much the store has changed, asked for before this call: what is counted then lacks nothing of it.</param>
    /// <param name="tolerance">Changes that do not matter to these counts.</param>
    /// <param name="count">Takes them; begun at once when none are known.</param>
    public async Task<IReadOnlyList<long>> ReadAsync(
        string key, Task<long> changes, Func<IReadOnlyList<long>, Task<long>> tolerance, Func<Task<IReadOnlyList<long>>> count)
    {
        var known = _cache.Get<Entry>(key);
        var counting = known is null ? count() : null;
        var now = await changes;
        if (known is not null)
        {
            // Fewer changes than before: the store was emptied.
            var age = now - known.Changes;
            if (age == 0 || (age > 0 && age <= await tolerance(known.Counts)))
                return known.Counts;
        }

        var counts = await (counting ?? count());
        _cache.Set(key, new Entry(now, counts), new MemoryCacheEntryOptions { Size = key.Length + EntryWeight });
        return counts;
    }

    /// <summary>What was counted last, however long ago.</summary>
    public IReadOnlyList<long>? Last(string key) => _cache.Get<Entry>(key)?.Counts;

    public void Dispose() => _cache.Dispose();

    private sealed record Entry(long Changes, IReadOnlyList<long> Counts);
}
