using AgentMemory.Maintenance.Reference;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Reference;

/// <summary>Collects keys that are read alike until there are enough for one call.</summary>
/// <param name="read">Of at least one key; <see langword="null"/> for one that is gone by now.</param>
internal sealed class PageBuilder(
    Func<IReadOnlyList<(RedisKey Key, KeyMeaning Meaning)>, CancellationToken, Task<ReferenceItem?[]>> read, int size)
{
    private readonly List<(RedisKey Key, KeyMeaning Meaning)> _keys = [];

    /// <returns>What the keys hold, once there are enough of them.</returns>
    public async ValueTask<IReadOnlyList<ReferenceItem>?> AddAsync(RedisKey key, KeyMeaning meaning, CancellationToken cancellationToken)
    {
        _keys.Add((key, meaning));
        return _keys.Count < size ? null : await FlushAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<ReferenceItem>> FlushAsync(CancellationToken cancellationToken)
    {
        if (_keys.Count == 0)
            return [];
        var items = await read([.. _keys], cancellationToken);
        _keys.Clear();
        return [.. items.OfType<ReferenceItem>()];
    }
}
