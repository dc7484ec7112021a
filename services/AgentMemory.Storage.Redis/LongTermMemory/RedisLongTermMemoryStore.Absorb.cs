using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Redis.LongTermMemory;

internal sealed partial class RedisLongTermMemoryStore
{
    public Task<int> AbsorbAsync(
        AccessScope scope, MemoryKey survivor, IReadOnlyList<MemoryKey> absorbed, CancellationToken cancellationToken)
    {
        scope.Demand(survivor.Owner, "memory");
        return store.WriteAsync(
            SubjectOf(survivor.Id),
            async batch =>
            {
                var unit = new MemoryUnit(batch);
                await unit.Records.LoadAsync([survivor, .. absorbed]);
                if (await unit.Records.FindAsync(survivor) is not { } kept)
                    return 0;
                var duplicates = new List<MemoryEntry>(absorbed.Count);
                foreach (var key in absorbed.Distinct())
                {
                    if (key.Owner == survivor.Owner && key != survivor
                        && await unit.Records.FindAsync(key) is { Record.Pinned: false } duplicate
                        && duplicate.Record.MemoryHash == kept.Record.MemoryHash
                        && !await unit.Merges.AreSeparatedAsync(survivor, key.Id))
                        duplicates.Add(duplicate);
                }

                if (duplicates.Count == 0)
                    return 0;
                await AbsorbAsync(batch, unit, kept, duplicates);
                unit.Flush();
                return duplicates.Count;
            },
            cancellationToken);
    }

    /// <summary>A merge like any other, that leaves the survivor as it is.</summary>
    private static async Task AbsorbAsync(WriteBatch batch, MemoryUnit unit, MemoryEntry survivor, List<MemoryEntry> duplicates)
    {
        List<MemoryEntry> members = [survivor, .. duplicates];
        var merge = new MemoryMerge
        {
            Id = Ulid.New(),
            Reason = MergeReason.Duplicate,
            Survivor = survivor.Record,
            Originals = members.ConvertAll(member => member.Record),
            At = batch.Now,
        };
        var originals = await OriginalsAsync(unit, members);
        foreach (var duplicate in duplicates)
            await ConsumeAsync(batch, unit, duplicate, merge, EventKinds.MemoryAbsorbed);
        batch.Log(
            EventKinds.MemoryMerged, survivor.Record.Owner, survivor.Record.SessionId, survivor.Record.Id,
            detail: MergeDetail.Made(merge));
        unit.Merges.Insert(merge, originals);
    }
}
