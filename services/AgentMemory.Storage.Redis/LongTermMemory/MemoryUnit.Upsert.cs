using AgentMemory.Events;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Storage.Redis.LongTermMemory;

internal sealed partial class MemoryUnit
{
    /// <summary>Writes records in order (<see cref="ILongTermMemoryStore.UpsertAsync"/>).</summary>
    public async Task<List<UpsertResult>> UpsertAsync(IReadOnlyCollection<MemoryRecord> records, UpsertOptions options)
    {
        await PrepareAsync(records, options);
        var results = new List<UpsertResult>(records.Count);
        foreach (var record in records)
            results.Add(await UpsertAsync(record, options));
        return results;
    }

    /// <summary>Looks at once at all that writing these records will ask for, so that they do not ask one after the other.</summary>
    private async Task PrepareAsync(IReadOnlyCollection<MemoryRecord> records, UpsertOptions options)
    {
        var contents = options.Deduplicate
            ? records.Where(IsDeduplicated).Select(record => (record.Owner, Hash: MemoryHash.Compute(record), record.Id)).ToList()
            : [];
        await Task.WhenAll(
            Records.LoadAsync(records.Select(record => record.Key)), Aliases.LoadAsync(records.Select(record => record.Key)),
            Hashes.LoadAsync(contents.Select(content => (content.Owner, content.Hash))));
        var twins = new List<MemoryKey>();
        foreach (var (owner, hash, id) in contents)
        {
            if (await Hashes.FirstAsync(owner, hash, id) is { } twin)
                twins.Add(new MemoryKey(owner, twin));
        }

        await Records.LoadAsync(twins);
    }

    /// <summary>One record of a batch: same operation, same id, same content, else new (spec 10.9).</summary>
    private async Task<UpsertResult> UpsertAsync(MemoryRecord incoming, UpsertOptions options)
    {
        var (key, operation) = (incoming.Key, options.OperationOf(incoming));
        var stored = await Records.FindAsync(key);
        if (stored?.Operation == operation)
            return new UpsertResult(incoming.Id, key, UpsertOutcome.AlreadyApplied);
        if (options.KeepOtherSessions && stored is not null && stored.Record.SessionId != incoming.SessionId)
            return new UpsertResult(incoming.Id, key, UpsertOutcome.Occupied);

        var record = incoming with
        {
            MemoryHash = MemoryHash.Compute(incoming),
            PersistedAt = stored?.Record.PersistedAt ?? incoming.PersistedAt,
        };
        if (options.Deduplicate && IsDeduplicated(record)
            && await Hashes.FirstAsync(key.Owner, record.MemoryHash, key.Id) is { } same
            // Gone since its content was seen: the commit will find that too.
            && await Records.FindAsync(key with { Id = same }) is { } twin)
            return await AbsorbAsync(record, stored, twin);

        await Aliases.RemoveAsync(key);
        if (stored is not null)
        {
            Overwrite(stored, record, operation);
            return new UpsertResult(record.Id, key, UpsertOutcome.Replaced);
        }

        await Records.InsertAsync(record with { Version = RecordVersion.New() }, operation);
        _batch.Log(EventKinds.MemoryCreated, record.Owner, record.SessionId, record.Id);
        return new UpsertResult(record.Id, key, UpsertOutcome.Created);
    }

    private static bool IsDeduplicated(MemoryRecord record) => record.ExtractionStrategy != "summary";

    private async Task<UpsertResult> AbsorbAsync(MemoryRecord record, MemoryEntry? stored, MemoryEntry twin)
    {
        var key = record.Key;
        // The same id again says nothing new, and may be a write that is repeated.
        var count = twin.Record.AccessCount + (await Aliases.ContainsAsync(key) ? 0 : 1);
        if (twin.Record.LastAccessed < _batch.Now || twin.Record.AccessCount != count)
        {
            var accessed = twin.Record.LastAccessed < _batch.Now ? _batch.Now : twin.Record.LastAccessed;
            Records.Update(twin, twin.Record with { LastAccessed = accessed, AccessCount = count }, operation: null);
        }

        // A pin is a promise about the content, so it outlives the id it came with.
        if ((record.Pinned || stored is { Record.Pinned: true }) && !twin.Record.Pinned)
            Overwrite(twin, twin.Record with { Pinned = true }, operation: null);
        if (stored is not null)
        {
            _batch.Log(EventKinds.MemoryAbsorbed, key.Owner, stored.Record.SessionId, key.Id);
            Records.Delete(stored);
            await Merges.ForgetAsync(key);
            await Aliases.PointAsync(key.Id, twin.Key);
        }
        else
        {
            await Aliases.SetAsync(key.Id, twin.Key);
        }

        return new UpsertResult(key.Id, twin.Key, UpsertOutcome.Duplicate);
    }
}
