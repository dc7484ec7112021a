using System.Text.Json;
using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Redis.Database;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.LongTermMemory;

/// <summary>
/// Several changes of records in one write: each sees those before it, although none is committed yet. What the unit has looked
/// at it expects unchanged; <see cref="Flush"/> puts that, and the changes, into the batch.
/// </summary>
internal sealed partial class MemoryUnit
{
    private readonly WriteBatch _batch;

    public MemoryUnit(WriteBatch batch)
    {
        _batch = batch;
        Hashes = new MemoryHashes(batch);
        Records = new MemoryRecords(batch, Hashes);
        Aliases = new MemoryAliases(batch);
        Merges = new MemoryMerges(batch, Records);
    }

    public MemoryRecords Records { get; }

    public MemoryHashes Hashes { get; }

    public MemoryAliases Aliases { get; }

    public MemoryMerges Merges { get; }

    /// <param name="record">With its hash.</param>
    /// <param name="operation"><see langword="null"/> keeps the one that wrote it: an edit is no repetition of it.</param>
    public MemoryRecord Overwrite(
        MemoryEntry stored, MemoryRecord record, string? operation, string kind = EventKinds.MemoryUpdated,
        JsonElement? detail = null)
    {
        _batch.Log(kind, record.Owner, record.SessionId, record.Id, detail: detail);
        var written = record with { Version = RecordVersion.New() };
        Records.Update(stored, written, operation);
        return written;
    }

    /// <summary>Removes records and everything that stands for them or tells of them.</summary>
    public async Task RemoveAsync(IReadOnlyCollection<MemoryEntry> memories, string kind)
    {
        var keys = memories.Select(memory => memory.Key).ToList();
        await Task.WhenAll(Aliases.LoadOfAsync(keys), Merges.LoadAsync(keys));
        foreach (var memory in memories)
        {
            _batch.Log(kind, memory.Record.Owner, memory.Record.SessionId, memory.Record.Id);
            await Aliases.RemoveOfAsync(memory.Key);
            Records.Delete(memory);
            await Merges.ForgetAsync(memory.Key);
        }
    }

    /// <summary>Ends the unit. Once only, and nothing is changed afterwards.</summary>
    public void Flush()
    {
        Records.Flush();
        Aliases.Flush();
        Hashes.Flush();
        Merges.Flush();
        WriteOwners();
    }

    /// <summary>An ordered set: the owners that have the id, as a record or an alias.</summary>
    public static RedisKey OwnersKeyOf(Keys keys, string id) => keys.Of("memory-owners", id);

    private void WriteOwners()
    {
        var changes = new Dictionary<MemoryKey, (bool Was, bool Is)>();
        foreach (var (key, was, stays) in Records.Changed
            .Select(entry => (entry.Key, entry.Stored is not null, entry.Current is not null)).Concat(Aliases.Changed))
        {
            var seen = changes.GetValueOrDefault(key);
            changes[key] = (seen.Was || was, seen.Is || stays);
        }

        foreach (var (key, (was, stays)) in changes)
        {
            if (was && !stays)
                _batch.Do("ZREM", OwnersKeyOf(_batch.Keys, key.Id), Keys.Part(key.Owner));
            else if (stays && !was)
                _batch.Do("ZADD", OwnersKeyOf(_batch.Keys, key.Id), 0, Keys.Part(key.Owner));
        }
    }
}
