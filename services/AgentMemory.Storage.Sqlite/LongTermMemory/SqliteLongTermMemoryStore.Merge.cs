using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.LongTermMemory;

/// <summary>Making one record of several.</summary>
internal sealed partial class SqliteLongTermMemoryStore
{
    public Task<bool> MergeAsync(AccessScope scope, MemoryMerge merge, CancellationToken cancellationToken)
    {
        scope.Demand(merge.Owner, "memory");
        return database.WriteAsync(
            transaction =>
            {
                var connection = transaction.Connection;
                if (MergeRows.Exists(connection, merge.Id))
                    return true;
                if (Mergeable(connection, merge) is not { } members)
                    return false;

                var survivor = members.Single(member => member.Record.Id == merge.Survivor.Id);
                var originals = members.ConvertAll(
                    member => MergedRecord.Of(member.Record, AliasRows.Of(connection, member.Key)));
                foreach (var member in members.Where(member => member != survivor))
                    Consume(transaction, member, merge, EventKinds.MemoryMerged);
                Overwrite(
                    transaction, survivor,
                    CountedAccesses.Keep(merge.Survivor, survivor.Record) with { MemoryHash = MemoryHash.Compute(merge.Survivor) },
                    operation: null, EventKinds.MemoryMerged, MergeDetail.Made(merge));
                MergeRows.Insert(connection, merge with { Survivor = MemoryRows.Find(connection, survivor.Row)!.Record }, originals);
                return true;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<MemoryMerge>> ListMergesAsync(
        AccessScope scope, MemoryKey key, int limit, CancellationToken cancellationToken) =>
        scope.Contains(key.Owner)
            ? await database.ReadAsync(
                connection => MergeRows.Of(connection, key, limit).ConvertAll(row => row.Merge), cancellationToken)
            : [];

    /// <summary>The stored records of the merge, if each may take part in it.</summary>
    private static List<MemoryRow>? Mergeable(StoreConnection connection, MemoryMerge merge)
    {
        var members = new List<MemoryRow>(merge.Originals.Count);
        foreach (var seen in merge.Originals)
        {
            var isSurvivor = seen.Id == merge.Survivor.Id;
            if (seen.Owner != merge.Owner
                || MemoryRows.Find(connection, new MemoryKey(merge.Owner, seen.Id)) is not { } stored
                || stored.Record.Version != seen.Version
                || (stored.Record.Pinned && !(isSurvivor && stored.Record.Text == merge.Survivor.Text))
                || members.Any(other => other.Record.Id == seen.Id
                    || MergeRows.AreSeparated(connection, stored.Key, other.Record.Id)))
                return null;
            members.Add(stored);
        }

        return members.Exists(member => member.Record.Id == merge.Survivor.Id) ? members : null;
    }

    /// <summary>The record goes, and its id, with those that stood for it, stands for the survivor.</summary>
    private static void Consume(WriteTransaction transaction, MemoryRow consumed, MemoryMerge merge, string kind)
    {
        transaction.Log(
            kind, consumed.Record.Owner, consumed.Record.SessionId, consumed.Record.Id, consumed.Row,
            detail: MergeDetail.Consumed(merge));
        MemoryRows.Delete(transaction.Connection, consumed.Row);
        AliasRows.Point(transaction.Connection, consumed.Record.Id, new MemoryKey(merge.Owner, merge.Survivor.Id));
    }
}
