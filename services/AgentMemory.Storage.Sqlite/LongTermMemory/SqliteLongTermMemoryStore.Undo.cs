using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.Tasks;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.LongTermMemory;

/// <summary>Taking a merge back.</summary>
internal sealed partial class SqliteLongTermMemoryStore
{
    public Task<IReadOnlyList<MemoryRecord>?> UndoMergeAsync(
        AccessScope scope, string mergeId, IReadOnlyList<TaskRequest> tasks, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<MemoryRecord>?>(
            transaction =>
            {
                if (MergeRows.Find(transaction.Connection, scope, mergeId) is not { } found)
                    return null;
                if (found.Merge.UndoneAt is not null)
                    return Present(transaction.Connection, found);

                var survivor = Restorable(transaction.Connection, found);
                var restored = new List<MemoryRecord>(found.Originals.Count);
                foreach (var original in SurvivorFirst(found))
                {
                    restored.Add(original.Record.Id == survivor.Record.Id
                        ? RestoreSurvivor(transaction, survivor, original.Whole, found.Merge)
                        : RestoreConsumed(transaction, original, found.Merge));
                }

                MergeRows.MarkUndone(transaction.Connection, found.Row, transaction.Now);
                TaskRows.Enqueue(transaction, tasks);
                return restored;
            },
            cancellationToken);

    /// <summary>The survivor, if nothing would be lost by undoing the merge.</summary>
    private static MemoryRow Restorable(StoreConnection connection, MergeRow found)
    {
        var (merge, owner) = (found.Merge, found.Merge.Owner);
        var key = new MemoryKey(owner, merge.Survivor.Id);
        if (MergeRows.LaterMerge(connection, key, found.Row) is { } later)
            throw MemoryConflict.MergedSince(key.Id, later);

        if (MemoryRows.Find(connection, key) is not { } survivor || !MergedRecord.IsSameContent(survivor.Record, merge.Survivor))
            throw MemoryConflict.EditedSince(key.Id);

        foreach (var original in merge.Originals.Where(original => original.Id != key.Id))
        {
            if (MemoryRows.Find(connection, new MemoryKey(owner, original.Id)) is not null)
                throw MemoryConflict.CreatedAnew(original.Id);
        }

        return survivor;
    }

    private static MemoryRecord RestoreSurvivor(
        WriteTransaction transaction, MemoryRow survivor, MemoryRecord original, MemoryMerge merge) =>
        Overwrite(
            transaction, survivor, CountedAccesses.Restore(original, survivor.Record, merge), operation: null,
            EventKinds.MemoryUnmerged, MergeDetail.Undone(merge));

    private static MemoryRecord RestoreConsumed(WriteTransaction transaction, MergedRecord original, MemoryMerge merge)
    {
        var connection = transaction.Connection;
        var key = new MemoryKey(merge.Owner, original.Record.Id);
        AliasRows.Remove(connection, key);
        foreach (var alias in original.Aliases)
            AliasRows.Redirect(connection, alias, merge.Survivor.Id, key);
        var record = original.Whole with { Version = RecordVersion.New() };
        var row = MemoryRows.Insert(connection, record, "unmerge:" + merge.Id);
        transaction.Log(
            EventKinds.MemoryUnmerged, record.Owner, record.SessionId, record.Id, row, detail: MergeDetail.Undone(merge));
        return record;
    }

    private static List<MemoryRecord> Present(StoreConnection connection, MergeRow found)
    {
        var present = new List<MemoryRecord>(found.Originals.Count);
        foreach (var original in SurvivorFirst(found))
        {
            if (MemoryRows.Find(connection, new MemoryKey(found.Merge.Owner, original.Record.Id)) is { } stored)
                present.Add(stored.Record);
        }

        return present;
    }

    private static IEnumerable<MergedRecord> SurvivorFirst(MergeRow found) =>
        found.Originals.OrderBy(original => original.Record.Id != found.Merge.Survivor.Id);
}
