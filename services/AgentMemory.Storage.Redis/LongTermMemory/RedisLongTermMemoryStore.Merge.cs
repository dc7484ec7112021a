using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tenancy;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.LongTermMemory;

/// <summary>Making one record of several.</summary>
internal sealed partial class RedisLongTermMemoryStore
{
    public Task<bool> MergeAsync(AccessScope scope, MemoryMerge merge, CancellationToken cancellationToken)
    {
        scope.Demand(merge.Owner, "memory");
        return store.WriteAsync(
            SubjectOf(merge.Survivor.Id),
            async batch =>
            {
                var unit = new MemoryUnit(batch);
                if (await unit.Merges.FindAsync(merge.Id) is not null)
                    return true;
                if (await MergeableAsync(unit, merge) is not { } members)
                    return false;

                var survivor = members.Single(member => member.Key.Id == merge.Survivor.Id);
                var originals = await OriginalsAsync(unit, members);
                foreach (var member in members.Where(member => member != survivor))
                    await ConsumeAsync(batch, unit, member, merge, EventKinds.MemoryMerged);
                var merged = unit.Overwrite(
                    survivor,
                    CountedAccesses.Keep(merge.Survivor, survivor.Record) with { MemoryHash = MemoryHash.Compute(merge.Survivor) },
                    operation: null, EventKinds.MemoryMerged, MergeDetail.Made(merge));
                unit.Merges.Insert(merge with { Survivor = merged }, originals);
                unit.Flush();
                return true;
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<MemoryMerge>> ListMergesAsync(
        AccessScope scope, MemoryKey key, int limit, CancellationToken cancellationToken) =>
        store.ReadAsync(
            async Task<IReadOnlyList<MemoryMerge>> (database) =>
            {
                if (!scope.Contains(key.Owner))
                    return [];
                var ids = await database.SortedSetRangeByRankAsync(
                    MemoryMerges.MemberKeyOf(store.Keys, key), order: Order.Descending);
                var merges = new List<MemoryMerge>();
                foreach (var part in ids.Chunk(Math.Max(limit, 1)))
                {
                    var hashes = await Task.WhenAll(
                        part.Select(id => database.HashGetAllAsync(MemoryMerges.KeyOf(store.Keys, (string)id!))));
                    merges.AddRange(part.Zip(hashes).Select(read => MergeFields.Read((string)read.First!, read.Second)?.Merge)
                        .OfType<MemoryMerge>());
                    if (merges.Count >= limit)
                        break;
                }

                return [.. merges.Take(limit)];
            },
            cancellationToken);

    /// <summary>The stored records of the merge, if each may take part in it.</summary>
    private static async Task<List<MemoryEntry>?> MergeableAsync(MemoryUnit unit, MemoryMerge merge)
    {
        MemoryKey[] keys = [.. merge.Originals.Select(seen => new MemoryKey(merge.Owner, seen.Id))];
        await Task.WhenAll(unit.Records.LoadAsync(keys), unit.Merges.LoadAsync(keys));
        var members = new List<MemoryEntry>(keys.Length);
        foreach (var (seen, key) in merge.Originals.Zip(keys))
        {
            var isSurvivor = seen.Id == merge.Survivor.Id;
            if (seen.Owner != merge.Owner
                || await unit.Records.FindAsync(key) is not { } stored
                || stored.Record.Version != seen.Version
                || (stored.Record.Pinned && !(isSurvivor && stored.Record.Text == merge.Survivor.Text)))
                return null;
            foreach (var other in members)
            {
                if (other == stored || await unit.Merges.AreSeparatedAsync(key, other.Key.Id))
                    return null;
            }

            members.Add(stored);
        }

        return members.Exists(member => member.Key.Id == merge.Survivor.Id) ? members : null;
    }

    /// <summary>The records as they are, with what stands for them.</summary>
    private static async Task<List<MergedRecord>> OriginalsAsync(MemoryUnit unit, List<MemoryEntry> members)
    {
        MemoryKey[] keys = [.. members.Select(member => member.Key)];
        // One after the other: both fill what the unit knows of aliases.
        await unit.Aliases.LoadAsync(keys);
        await unit.Aliases.LoadOfAsync(keys);
        var originals = new List<MergedRecord>(members.Count);
        foreach (var member in members)
            originals.Add(MergedRecord.Of(member.Record, await unit.Aliases.OfAsync(member.Key)));
        return originals;
    }

    /// <summary>The record goes, and its id, with those that stood for it, stands for the survivor.</summary>
    private static Task ConsumeAsync(WriteBatch batch, MemoryUnit unit, MemoryEntry consumed, MemoryMerge merge, string kind)
    {
        batch.Log(
            kind, consumed.Record.Owner, consumed.Record.SessionId, consumed.Record.Id, detail: MergeDetail.Consumed(merge));
        unit.Records.Delete(consumed);
        return unit.Aliases.PointAsync(consumed.Key.Id, new MemoryKey(merge.Owner, merge.Survivor.Id));
    }
}
