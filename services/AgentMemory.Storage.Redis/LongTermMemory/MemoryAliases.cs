using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Redis.Database;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.LongTermMemory;

/// <summary>
/// Ids that stand for a record of another id, within a unit of work. Always one step: when a survivor is itself merged away,
/// its aliases are pointed onwards. An id is a record or an alias, never both.
/// </summary>
internal sealed class MemoryAliases(WriteBatch batch)
{
    private readonly Dictionary<MemoryKey, Alias> _aliases = [];
    private readonly Dictionary<MemoryKey, RedisValue[]> _targets = [];

    /// <summary>A string: the id of the record.</summary>
    public static RedisKey KeyOf(Keys keys, MemoryKey alias) => keys.Of("alias", alias);

    /// <summary>An ordered set: the ids that stand for the record.</summary>
    public static RedisKey TargetKeyOf(Keys keys, MemoryKey target) => keys.Of("alias-target", target);

    public IEnumerable<(MemoryKey Key, bool Was, bool Is)> Changed => _aliases.Where(alias => alias.Value.IsChanged)
        .Select(alias => (alias.Key, alias.Value.Stored is not null, alias.Value.Current is not null));

    public async Task LoadAsync(IEnumerable<MemoryKey> keys)
    {
        var unread = keys.Where(key => !_aliases.ContainsKey(key)).Distinct().ToList();
        var found = await Task.WhenAll(unread.ConvertAll(key => batch.Database.StringGetAsync(KeyOf(batch.Keys, key))));
        foreach (var (key, target) in unread.Zip(found))
            _aliases[key] = new Alias(target, isRead: true);
    }

    /// <summary>Looks at once at what stands for many records.</summary>
    public async Task LoadOfAsync(IEnumerable<MemoryKey> targets)
    {
        var unread = targets.Where(target => !_targets.ContainsKey(target)).Distinct().ToList();
        var found = await Task.WhenAll(
            unread.ConvertAll(target => batch.Database.SortedSetRangeByRankAsync(TargetKeyOf(batch.Keys, target))));
        foreach (var (target, ids) in unread.Zip(found))
        {
            _targets.Add(target, ids);
            foreach (var id in ids)
                _aliases.TryAdd(target with { Id = (string)id! }, new Alias(target.Id, isRead: false));
        }
    }

    /// <summary>Ids that stand for the record, in order.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(MemoryKey target)
    {
        await LoadOfAsync([target]);
        return
        [
            .. _aliases.Where(alias => alias.Key.Owner == target.Owner && alias.Value.Current == target.Id)
                .Select(alias => alias.Key.Id).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Makes <paramref name="id"/>, and whatever was an alias of it, an alias of <paramref name="survivor"/>.</summary>
    public async Task PointAsync(string id, MemoryKey survivor)
    {
        foreach (var alias in await OfAsync(survivor with { Id = id }))
            _aliases[survivor with { Id = alias }].Current = survivor.Id;
        if (id != survivor.Id)
            await SetAsync(id, survivor);
    }

    /// <summary>As <see cref="PointAsync"/>, for an id that is no record, so that nothing is an alias of it.</summary>
    public async Task SetAsync(string id, MemoryKey survivor) => (await AliasAsync(survivor with { Id = id })).Current = survivor.Id;

    /// <summary>Makes an alias stand for another record, if it still stands for <paramref name="from"/>.</summary>
    public async Task RedirectAsync(string alias, string from, MemoryKey to)
    {
        var found = await AliasAsync(to with { Id = alias });
        if (found.Current == from)
            found.Current = to.Id;
    }

    public async Task<bool> ContainsAsync(MemoryKey key) => (await AliasAsync(key)).Current is not null;

    /// <summary>The id is a record of its own again.</summary>
    public async Task RemoveAsync(MemoryKey key) => (await AliasAsync(key)).Current = null;

    public async Task RemoveOfAsync(MemoryKey target)
    {
        foreach (var alias in await OfAsync(target))
            _aliases[target with { Id = alias }].Current = null;
    }

    public void Flush()
    {
        foreach (var (target, stored) in _targets)
            batch.ExpectMembers(TargetKeyOf(batch.Keys, target), stored);
        foreach (var (key, alias) in _aliases)
        {
            if (alias.IsRead)
                batch.ExpectValue(KeyOf(batch.Keys, key), alias.Stored);
            if (alias.IsChanged)
                Write(key, alias);
        }
    }

    private async ValueTask<Alias> AliasAsync(MemoryKey key)
    {
        if (!_aliases.ContainsKey(key))
            await LoadAsync([key]);
        return _aliases[key];
    }

    private void Write(MemoryKey key, Alias alias)
    {
        if (alias.Stored is { } before)
            batch.Do("ZREM", TargetKeyOf(batch.Keys, key with { Id = before }), key.Id);
        if (alias.Current is not { } target)
        {
            batch.Do("DEL", KeyOf(batch.Keys, key));
            return;
        }

        batch.Do("SET", KeyOf(batch.Keys, key), target);
        batch.Do("ZADD", TargetKeyOf(batch.Keys, key with { Id = target }), 0, key.Id);
    }

    private sealed class Alias
    {
        /// <param name="isRead">Whether the alias itself was read, not only what its record has.</param>
        public Alias(string? stored, bool isRead) => (Stored, Current, IsRead) = (stored, stored, isRead);

        public string? Stored { get; }

        public string? Current { get; set; }

        public bool IsRead { get; }

        public bool IsChanged => Current != Stored;
    }
}
