using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Redis.Database;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.LongTermMemory;

/// <summary>What was merged, kept as it was as long as its survivor is, within a unit of work.</summary>
internal sealed class MemoryMerges(WriteBatch batch, MemoryRecords records)
{
    /// <summary>By id; <see langword="null"/> for one that is not stored.</summary>
    private readonly Dictionary<string, MergeEntry?> _entries = [];

    private readonly Dictionary<MemoryKey, RedisValue[]> _members = [];

    public static RedisKey KeyOf(Keys keys, string id) => keys.Of("merge", id);

    /// <summary>An ordered set: the merges a record took part in, by number.</summary>
    public static RedisKey MemberKeyOf(Keys keys, MemoryKey memory) => keys.Of("memory-merges", memory);

    /// <summary>Reads the merges of many records at once.</summary>
    public async Task LoadAsync(IEnumerable<MemoryKey> keys)
    {
        var unread = keys.Where(key => !_members.ContainsKey(key)).Distinct().ToList();
        var found = await Task.WhenAll(
            unread.ConvertAll(key => batch.Database.SortedSetRangeByRankAsync(MemberKeyOf(batch.Keys, key))));
        foreach (var (key, ids) in unread.Zip(found))
            _members.Add(key, ids);
        await LoadAsync(found.SelectMany(ids => ids).Select(id => (string)id!));
    }

    public async Task<MergeEntry?> FindAsync(string id)
    {
        await LoadAsync([id]);
        return _entries[id] is { IsDeleted: false } entry ? entry : null;
    }

    /// <summary>A later merge with the record that was not undone.</summary>
    public async Task<string?> LaterAsync(MemoryKey key, long number) =>
        (await OfAsync(key)).LastOrDefault(merge => merge.Number > number && merge.UndoneAt is null)?.Id;

    /// <summary>Whether undoing a merge has separated the two.</summary>
    public async Task<bool> AreSeparatedAsync(MemoryKey one, string other) =>
        (await OfAsync(one)).Exists(merge => merge.UndoneAt is not null && merge.Members.Contains(other));

    /// <param name="originals">With the aliases that stood for them.</param>
    public void Insert(MemoryMerge merge, IReadOnlyList<MergedRecord> originals) => batch.Create(
        batch.Keys.Of("merge-number"), KeyOf(batch.Keys, merge.Id), MergeFields.Number,
        [
            .. originals.Select(original => original.Record.Id).Distinct()
                .Select(id => (MemberKeyOf(batch.Keys, new MemoryKey(merge.Owner, id)), (RedisValue)merge.Id)),
        ],
        MergeFields.Write(merge, originals));

    /// <summary>
    /// The record is gone for good: nothing of it stays in the merges that made it, nor in undone ones. Of these, that their
    /// other records are kept apart stays.
    /// </summary>
    public async Task ForgetAsync(MemoryKey key)
    {
        foreach (var merge in await OfAsync(key))
        {
            if (merge.UndoneAt is not null)
                merge.Erase();
            else if (merge.SurvivorId == key.Id)
                await DeleteAsync(merge, key);
        }
    }

    public void Flush()
    {
        foreach (var (key, ids) in _members)
            batch.ExpectMembers(MemberKeyOf(batch.Keys, key), ids);
        foreach (var (id, entry) in _entries)
        {
            batch.ExpectField(KeyOf(batch.Keys, id), MergeFields.Revision, entry?.Revision ?? RedisValue.Null);
            if (entry is { IsChanged: true })
                Write(entry);
        }
    }

    private async Task LoadAsync(IEnumerable<string> merges)
    {
        var unread = merges.Where(id => !_entries.ContainsKey(id)).Distinct().ToList();
        var found = await Task.WhenAll(
            unread.ConvertAll(id => batch.Database.HashGetAsync(KeyOf(batch.Keys, id), MergeEntry.Fields)));
        foreach (var (id, values) in unread.Zip(found))
            _entries.Add(id, MergeEntry.Read(id, values));
    }

    /// <summary>In the order they were made.</summary>
    private async Task<List<MergeEntry>> OfAsync(MemoryKey key)
    {
        await LoadAsync([key]);
        return [.. _members[key].Select(id => _entries[(string)id!]).OfType<MergeEntry>().Where(merge => !merge.IsDeleted)];
    }

    private async Task DeleteAsync(MergeEntry merge, MemoryKey survivor)
    {
        merge.Delete();
        // What it consumed may have consumed others before, and is as gone.
        foreach (var member in merge.Members.Where(member => member != survivor.Id).Select(member => survivor with { Id = member }))
        {
            if (await records.FindAsync(member) is null)
                await ForgetAsync(member);
        }
    }

    private void Write(MergeEntry entry)
    {
        var key = KeyOf(batch.Keys, entry.Id);
        if (entry.IsDeleted)
        {
            batch.Do("DEL", key);
            foreach (var member in entry.Members)
                batch.Do("ZREM", MemberKeyOf(batch.Keys, new MemoryKey(entry.Owner, member)), entry.Id);
            return;
        }

        batch.Do("HSET", key, MergeFields.Revision, RecordVersion.New());
        if (entry.UndoneAt is { } undone)
            batch.Do("HSET", key, MergeFields.UndoneAt, undone.ToMicroseconds());
        if (entry.IsErased)
            batch.Do("HDEL", key, MergeFields.Survivor, MergeFields.Originals);
    }
}
