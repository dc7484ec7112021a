using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tenancy;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.LongTermMemory;

/// <summary>
/// Which records of an owner have the same content, by the order in which they were written, within a unit of work. Of a
/// large group no more is read than is needed to find its first record. <see cref="MemoryRecords"/> tells it of every change.
/// </summary>
internal sealed class MemoryHashes(WriteBatch batch)
{
    /// <summary>Members that are read at first.</summary>
    private const int FirstLook = 4;

    private readonly Dictionary<(Owner Owner, string Hash), Group> _groups = [];

    public static RedisKey KeyOf(Keys keys, Owner owner, string hash) => keys.Of("memory-hash", owner, hash);

    public Task LoadAsync(IEnumerable<(Owner Owner, string Hash)> hashes)
    {
        var unread = hashes.Distinct().Where(hash => GroupOf(hash.Owner, hash.Hash).Read == 0).ToList();
        return Task.WhenAll(unread.ConvertAll(hash => ReadAsync(hash.Owner, hash.Hash, FirstLook)));
    }

    /// <summary>The first record with this content, other than the given one.</summary>
    public async ValueTask<string?> FirstAsync(Owner owner, string hash, string except)
    {
        var group = GroupOf(owner, hash);
        if (group.Read == 0)
            await ReadAsync(owner, hash, FirstLook);
        while (!group.IsWhole && !group.Remaining.Any(member => member.Id != except))
            await ReadAsync(owner, hash, group.Read * 4);
        return group.Remaining.Concat(group.Added).Where(member => member.Id != except).OrderBy(member => member.Number)
            .Select(member => member.Id).FirstOrDefault();
    }

    /// <param name="number">Of the record; <see langword="null"/> for one that gets the next.</param>
    public void Add(Owner owner, string hash, string id, long? number) =>
        GroupOf(owner, hash).Added.Add((number ?? long.MaxValue, id));

    public void Remove(Owner owner, string hash, string id)
    {
        var group = GroupOf(owner, hash);
        if (group.Added.RemoveAll(member => member.Id == id) == 0)
            group.Removed.Add(id);
    }

    /// <summary>Expects what was read.</summary>
    public void Flush()
    {
        foreach (var ((owner, hash), group) in _groups)
        {
            if (group.Read > 0)
                batch.ExpectFirst(KeyOf(batch.Keys, owner, hash), group.Read, group.Stored.Select(member => (RedisValue)member.Id));
        }
    }

    private async Task ReadAsync(Owner owner, string hash, int count)
    {
        var members = await batch.Database.SortedSetRangeByRankWithScoresAsync(KeyOf(batch.Keys, owner, hash), 0, count - 1);
        var group = GroupOf(owner, hash);
        group.Read = count;
        group.Stored = [.. members.Select(member => ((long)member.Score, (string)member.Element!))];
    }

    private Group GroupOf(Owner owner, string hash)
    {
        if (!_groups.TryGetValue((owner, hash), out var group))
            _groups.Add((owner, hash), group = new Group());
        return group;
    }

    private sealed class Group
    {
        /// <summary>Members asked for; 0 before the first look.</summary>
        public int Read { get; set; }

        public bool IsWhole => Stored.Count < Read;

        public List<(long Number, string Id)> Stored { get; set; } = [];

        public HashSet<string> Removed { get; } = [];

        public List<(long Number, string Id)> Added { get; } = [];

        public IEnumerable<(long Number, string Id)> Remaining => Stored.Where(member => !Removed.Contains(member.Id));
    }
}
