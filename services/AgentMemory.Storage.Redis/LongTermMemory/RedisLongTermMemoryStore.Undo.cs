using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Redis.LongTermMemory;

/// <summary>Taking a merge back.</summary>
internal sealed partial class RedisLongTermMemoryStore
{
    public Task<IReadOnlyList<MemoryRecord>?> UndoMergeAsync(
        AccessScope scope, string mergeId, IReadOnlyList<TaskRequest> tasks, CancellationToken cancellationToken) =>
        store.WriteAsync(
            "merge " + mergeId,
            async Task<IReadOnlyList<MemoryRecord>?> (batch) =>
            {
                var unit = new MemoryUnit(batch);
                // First what the commit expects unchanged, so that what is read of the merge is no older.
                if (await unit.Merges.FindAsync(mergeId) is not { } entry || !scope.Contains(entry.Owner)
                    || MergeFields.Read(
                        mergeId, await batch.Database.HashGetAllAsync(MemoryMerges.KeyOf(batch.Keys, mergeId))) is not { } found)
                    return null;
                await unit.Records.LoadAsync(found.Originals.Select(original => KeyOf(found, original)));
                if (entry.UndoneAt is not null)
                    return await PresentAsync(unit, found);

                var survivor = await RestorableAsync(unit, found, entry.Number);
                var restored = new List<MemoryRecord>(found.Originals.Count);
                foreach (var original in SurvivorFirst(found))
                {
                    restored.Add(original.Record.Id == survivor.Key.Id
                        ? unit.Overwrite(
                            survivor, CountedAccesses.Restore(original.Whole, survivor.Record, found.Merge), operation: null,
                            EventKinds.MemoryUnmerged, MergeDetail.Undone(found.Merge))
                        : await RestoreConsumedAsync(batch, unit, original, found.Merge));
                }

                entry.MarkUndone(batch.Now);
                batch.Enqueue(tasks);
                unit.Flush();
                return restored;
            },
            cancellationToken);

    /// <summary>The survivor, if nothing would be lost by undoing the merge.</summary>
    private static async Task<MemoryEntry> RestorableAsync(MemoryUnit unit, StoredMerge found, long number)
    {
        var merge = found.Merge;
        var key = merge.Survivor.Key;
        if (await unit.Merges.LaterAsync(key, number) is { } later)
            throw MemoryConflict.MergedSince(key.Id, later);
        if (await unit.Records.FindAsync(key) is not { } survivor || !MergedRecord.IsSameContent(survivor.Record, merge.Survivor))
            throw MemoryConflict.EditedSince(key.Id);
        foreach (var original in found.Originals.Where(original => original.Record.Id != key.Id))
        {
            if (await unit.Records.FindAsync(KeyOf(found, original)) is not null)
                throw MemoryConflict.CreatedAnew(original.Record.Id);
        }

        return survivor;
    }

    private static async Task<MemoryRecord> RestoreConsumedAsync(
        WriteBatch batch, MemoryUnit unit, MergedRecord original, MemoryMerge merge)
    {
        var record = original.Whole with { Version = RecordVersion.New() };
        await unit.Aliases.RemoveAsync(record.Key);
        foreach (var alias in original.Aliases)
            await unit.Aliases.RedirectAsync(alias, merge.Survivor.Id, record.Key);
        await unit.Records.InsertAsync(record, "unmerge:" + merge.Id);
        batch.Log(EventKinds.MemoryUnmerged, record.Owner, record.SessionId, record.Id, detail: MergeDetail.Undone(merge));
        return record;
    }

    private static async Task<List<MemoryRecord>> PresentAsync(MemoryUnit unit, StoredMerge found)
    {
        var present = new List<MemoryRecord>(found.Originals.Count);
        foreach (var original in SurvivorFirst(found))
        {
            if (await unit.Records.FindAsync(KeyOf(found, original)) is { } stored)
                present.Add(stored.Record);
        }

        return present;
    }

    private static MemoryKey KeyOf(StoredMerge found, MergedRecord original) => new(found.Merge.Owner, original.Record.Id);

    private static IEnumerable<MergedRecord> SurvivorFirst(StoredMerge found) =>
        found.Originals.OrderBy(original => original.Record.Id != found.Merge.Survivor.Id);
}
