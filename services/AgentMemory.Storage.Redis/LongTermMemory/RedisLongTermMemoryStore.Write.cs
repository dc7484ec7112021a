using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.LongTermMemory;

internal sealed partial class RedisLongTermMemoryStore
{
    private static readonly string TouchScript = StoreScripts.Read("memory-touch");

    public Task<MemoryRecord> ReplaceAsync(
        AccessScope scope, MemoryKey key, MemoryRecord record, WriteCondition condition, IReadOnlyList<TaskRequest> tasks,
        CancellationToken cancellationToken)
    {
        scope.Demand(key.Owner, "memory");
        scope.Demand(record.Owner, "memory");
        return store.WriteAsync(
            SubjectOf(key.Id),
            async batch =>
            {
                var unit = new MemoryUnit(batch);
                var stored = await unit.Records.FindAsync(key);
                condition.Demand(stored?.Record.Version, "Memory " + key.Id);
                if (stored is null)
                    WriteCondition.MustExist.Demand(null, "Memory " + key.Id);
                if (record.Key != key)
                    stored = await MoveAsync(unit, stored!, record.Key);
                var kept = CountedAccesses.Keep(record, stored!.Record) with { MemoryHash = MemoryHash.Compute(record) };
                var replaced = unit.Overwrite(stored, kept, operation: null);
                batch.Enqueue(tasks);
                unit.Flush();
                return replaced;
            },
            cancellationToken);
    }

    public Task<int> DeleteAsync(
        AccessScope scope, IReadOnlyList<MemoryLookup> lookups, WriteCondition condition, CancellationToken cancellationToken) =>
        lookups is [] ? Task.FromResult(0) : store.WriteAsync(
            SubjectOf(lookups[0].Id),
            async batch =>
            {
                var unit = new MemoryUnit(batch);
                var found = new HashSet<MemoryEntry>();
                foreach (var (lookup, resolving) in lookups
                    .Select(lookup => (lookup, ResolveAsync(scope, lookup, cancellationToken))).ToList())
                {
                    var stored = await resolving is { } memory ? unit.Records.Adopt(memory) : null;
                    condition.Demand(stored?.Record.Version, "Memory " + lookup.Id);
                    if (stored is not null)
                        found.Add(stored);
                }

                await unit.RemoveAsync([.. found], EventKinds.MemoryDeleted);
                unit.Flush();
                return found.Count;
            },
            cancellationToken);

    public async Task<IReadOnlyList<MemoryKey>> DeleteUnchangedAsync(
        AccessScope scope, IReadOnlyList<MemoryRecord> snapshot, CancellationToken cancellationToken)
    {
        var removed = new List<MemoryKey>(snapshot.Count);
        foreach (var part in snapshot.Where(seen => scope.Contains(seen.Owner)).Chunk(MaximumRecords))
            removed.AddRange(await DeleteUnchangedAsync(part, cancellationToken));
        return removed;
    }

    public async Task TouchAsync(
        AccessScope scope, IReadOnlyList<MemoryKey> keys, DateTimeOffset now, TimeSpan minimumInterval,
        CancellationToken cancellationToken)
    {
        foreach (var part in keys.Where(key => scope.Contains(key.Owner)).Chunk(MaximumRecords))
        {
            await store.RunAsync(
                TouchScript,
                [
                    now.ToMicroseconds(), (now - minimumInterval).ToMicroseconds(), RecordVersion.New(),
                    .. part.Select(key => (RedisValue)Keys.Part(key.Owner, key.Id)),
                ],
                cancellationToken);
        }
    }

    private Task<List<MemoryKey>> DeleteUnchangedAsync(MemoryRecord[] snapshot, CancellationToken cancellationToken) =>
        store.WriteAsync(
            SubjectOf(snapshot[0].Id),
            async batch =>
            {
                var unit = new MemoryUnit(batch);
                await unit.Records.LoadAsync(snapshot.Select(seen => seen.Key));
                var unchanged = new HashSet<MemoryEntry>();
                foreach (var seen in snapshot)
                {
                    if (await unit.Records.FindAsync(seen.Key) is { Record.Pinned: false } stored && stored.Record.Version == seen.Version)
                        unchanged.Add(stored);
                }

                await unit.RemoveAsync([.. unchanged], EventKinds.MemoryForgotten);
                unit.Flush();
                return unchanged.Select(memory => memory.Key).ToList();
            },
            cancellationToken);

    private static async Task<MemoryEntry> MoveAsync(MemoryUnit unit, MemoryEntry from, MemoryKey to)
    {
        if (await unit.Records.FindAsync(to) is not null)
            throw MemoryConflict.CannotMove(to.Id);
        // Old ids stay in the owner they were promised to; they do not follow the record out of it.
        await unit.Aliases.RemoveOfAsync(from.Key);
        await unit.Merges.ForgetAsync(from.Key);
        await unit.Aliases.RemoveAsync(to);
        return await unit.Records.MoveAsync(from, to);
    }
}
