using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Storage.Redis.Search;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.LongTermMemory;

/// <summary>Records within a unit of work. Every one that was looked at is expected to be unchanged when the unit is committed.</summary>
internal sealed class MemoryRecords(WriteBatch batch, MemoryHashes hashes)
{
    private readonly Dictionary<MemoryKey, MemoryEntry> _entries = [];

    /// <summary>In the order they were written, which is the order new ones are numbered in.</summary>
    private readonly List<MemoryEntry> _changed = [];

    public static RedisKey KeyOf(Keys keys, MemoryKey key) => keys.Of("memory", key);

    /// <summary>An ordered set: every record, as its owner and id are in keys, by number.</summary>
    public static RedisKey NumbersKeyOf(Keys keys) => keys.Of("memory-numbers");

    /// <summary>Those that are written or deleted.</summary>
    public IEnumerable<MemoryEntry> Changed => _changed;

    /// <summary>Looks at many records at once.</summary>
    public async Task LoadAsync(IEnumerable<MemoryKey> keys)
    {
        var unread = keys.Where(key => !_entries.ContainsKey(key)).Distinct().ToList();
        var found = await Task.WhenAll(
            unread.ConvertAll(key => batch.Database.HashGetAsync(KeyOf(batch.Keys, key), StoredMemory.Fields)));
        foreach (var (key, values) in unread.Zip(found))
            _entries.Add(key, new MemoryEntry(key, StoredMemory.Read(values)));
    }

    /// <summary>Takes a record that was read otherwise.</summary>
    public MemoryEntry Adopt(StoredMemory stored)
    {
        var key = stored.Record.Key;
        if (!_entries.TryGetValue(key, out var entry))
            _entries.Add(key, entry = new MemoryEntry(key, stored));
        return entry;
    }

    public async ValueTask<MemoryEntry?> FindAsync(MemoryKey key)
    {
        var entry = await EntryAsync(key);
        return entry.Current is null ? null : entry;
    }

    /// <summary>Writes a record where there is none.</summary>
    public async ValueTask<MemoryEntry> InsertAsync(MemoryRecord record, string operation)
    {
        var entry = await EntryAsync(record.Key);
        (entry.Number, entry.Operation, entry.IsConsolidated) = (null, operation, false);
        // New records are numbered in the order they are written.
        if (entry.IsChanged)
            _changed.Remove(entry);
        entry.IsChanged = false;
        Change(entry, record);
        return entry;
    }

    /// <summary>Overwrites the record. What another text, type or owner makes of it deduplication has not looked at.</summary>
    /// <param name="operation"><see langword="null"/> keeps the one that wrote it.</param>
    public void Update(MemoryEntry entry, MemoryRecord record, string? operation)
    {
        var before = entry.Record;
        entry.Operation = operation ?? entry.Operation;
        entry.IsConsolidated &= record.Text == before.Text && record.MemoryType == before.MemoryType;
        entry.LosesVectors |= record.Text != before.Text;
        Change(entry, record);
    }

    /// <summary>Puts the record under another key, where there is none; what is known of its text goes with it.</summary>
    public async ValueTask<MemoryEntry> MoveAsync(MemoryEntry from, MemoryKey to)
    {
        var entry = await EntryAsync(to);
        (entry.MovedFrom, entry.Number, entry.Operation, entry.LosesVectors) = (from, from.Number, from.Operation, from.LosesVectors);
        entry.IsConsolidated = false;
        // The new key is written before the old one is removed.
        Change(entry, from.Record with { Id = to.Id, Namespace = to.Owner.Namespace, UserId = to.Owner.UserId });
        Change(from, null);
        return entry;
    }

    public void Delete(MemoryEntry entry) => Change(entry, null);

    public void Flush()
    {
        foreach (var (key, entry) in _entries)
            batch.ExpectField(KeyOf(batch.Keys, key), MemoryFields.Revision, entry.Stored?.Revision ?? RedisValue.Null);
        foreach (var entry in _changed)
            Write(entry);
        if (_changed.Count > 0)
            batch.Do("INCRBY", batch.Keys.Of("memory-changes"), _changed.Count);
    }

    private async ValueTask<MemoryEntry> EntryAsync(MemoryKey key)
    {
        if (!_entries.ContainsKey(key))
            await LoadAsync([key]);
        return _entries[key];
    }

    private void Change(MemoryEntry entry, MemoryRecord? record)
    {
        var (owner, id) = (entry.Key.Owner, entry.Key.Id);
        if (entry.Current?.MemoryHash != record?.MemoryHash)
        {
            if (entry.Current is { } before)
                hashes.Remove(owner, before.MemoryHash!, id);
            if (record is not null)
                hashes.Add(owner, record.MemoryHash!, id, entry.Number);
        }

        entry.Current = record;
        if (!entry.IsChanged)
            _changed.Add(entry);
        entry.IsChanged = true;
    }

    private void Write(MemoryEntry entry)
    {
        var key = KeyOf(batch.Keys, entry.Key);
        SessionTurn.Write(batch, entry);
        if (entry.Stored is { Record: var stored } && stored.MemoryHash != entry.Current?.MemoryHash)
            batch.Do("ZREM", MemoryHashes.KeyOf(batch.Keys, entry.Key.Owner, stored.MemoryHash!), entry.Key.Id);
        if (entry.Stored is not null && (entry.Current is null || entry.Number is null))
            batch.Do("DEL", key);
        if (entry.Current is not { } record)
        {
            if (entry.Stored is not null)
                batch.Do("ZREM", NumbersKeyOf(batch.Keys), Keys.Part(entry.Key.Owner, entry.Key.Id));
            return;
        }

        var set = MemoryHashes.KeyOf(batch.Keys, entry.Key.Owner, record.MemoryHash!);
        (RedisKey Set, RedisValue Member) numbered = (NumbersKeyOf(batch.Keys), Keys.Part(entry.Key.Owner, entry.Key.Id));
        var fields = Fields(entry, record);
        if (entry.Number is not { } number)
        {
            batch.Create(batch.Keys.Of("memory-number"), key, MemoryFields.Number, [(set, entry.Key.Id), numbered], fields);
            return;
        }

        if (entry.MovedFrom is { } from)
        {
            batch.Do("RENAME", KeyOf(batch.Keys, from.Key), (string)key!);
            batch.Do("ZADD", numbered.Set, number, numbered.Member);
        }

        if (entry.LosesVectors)
            batch.Strip(key, MemoryFields.VectorPrefix);
        var removable = SessionTurn.Of(record) is null ? MemoryFields.Optional.Append(MemoryFields.Around) : MemoryFields.Optional;
        RedisValue[] absent = [.. removable.Select(field => (RedisValue)field).Except(fields.Where((_, i) => i % 2 == 0))];
        if (absent.Length > 0)
            batch.Do("HDEL", key, absent);
        batch.Do("HSET", key, [.. fields]);
        if (entry.Stored?.Record.MemoryHash != record.MemoryHash)
            batch.Do("ZADD", set, number, entry.Key.Id);
    }

    /// <summary>Names and values in turn.</summary>
    private static List<RedisValue> Fields(MemoryEntry entry, MemoryRecord record)
    {
        List<RedisValue> fields =
        [
            MemoryFields.Revision, RecordVersion.New(), MemoryFields.Operation, entry.Operation,
            MemoryFields.Consolidated, entry.IsConsolidated ? "1" : "0",
        ];
        if (entry.Vector is var (space, bytes))
            fields.AddRange([MemoryFields.Space, space.Tag, space.Name, bytes]);
        else if (entry.Number is null || entry.LosesVectors)
            fields.AddRange([MemoryFields.Space, IndexTag.None]);
        foreach (var (field, value) in MemoryFields.Write(record))
            fields.AddRange([field, value]);
        return fields;
    }
}
