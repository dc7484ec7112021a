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

    /// <summary>Looks for counts, and begins to take them when none are known.</summary>
    public Reading Read(string key, Func<Task<IReadOnlyList<long>>> count) => new(this, key, count);

    public void Dispose() => _cache.Dispose();

    /// <summary>Counts that are known or on their way.</summary>
    public readonly struct Reading
    {
        private readonly CountCache _cache;
        private readonly string _key;
        private readonly Func<Task<IReadOnlyList<long>>> _count;
        private readonly Entry? _known;
        private readonly Task<IReadOnlyList<long>>? _counting;

        public Reading(CountCache cache, string key, Func<Task<IReadOnlyList<long>>> count)
        {
            (_cache, _key, _count) = (cache, key, count);
            _known = cache._cache.Get<Entry>(key);
            _counting = _known is null ? count() : null;
        }

        /// <summary>What was counted last, however long ago.</summary>
        public IReadOnlyList<long>? Last => _known?.Counts;

        /// <summary>Those that are known, if the store has changed little enough since, or new ones.</summary>
        /// <param name="changes">How much the store has changed, asked for before the reading was begun: what is counted afterwards
        /// lacks nothing of it.</param>
        /// <param name="tolerance">Changes that do not matter to these counts.</param>
        public ValueTask<IReadOnlyList<long>> AtAsync(long changes, long tolerance)
        {
            // Fewer changes than before: the store was emptied.
            if (_known is not null && changes - _known.Changes is >= 0 and var age && age <= tolerance)
                return ValueTask.FromResult(_known.Counts);
            return CountAsync(changes);
        }

        private async ValueTask<IReadOnlyList<long>> CountAsync(long changes)
        {
            var counts = await (_counting ?? _count());
            _cache._cache.Set(_key, new Entry(changes, counts), new MemoryCacheEntryOptions { Size = _key.Length + EntryWeight });
            return counts;
        }
    }

    private sealed record Entry(long Changes, IReadOnlyList<long> Counts);
}
