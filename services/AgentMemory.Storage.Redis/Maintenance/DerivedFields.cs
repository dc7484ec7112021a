using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Storage.Redis.LongTermMemory;
using AgentMemory.Storage.Redis.Search;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Maintenance;

/// <summary>
/// Makes what search reads of records, and what was derived from them when they were written, what this version derives: fields of
/// the index, what ranking needs, and the places of messages in their sessions.
/// </summary>
internal static class DerivedFields
{
    /// <returns>How many vectors were dropped.</returns>
    public static async Task<int> WriteAsync(WriteBatch batch, IReadOnlyList<MemoryKey> records, List<SpaceField> spaces)
    {
        var keys = records.Select(record => MemoryRecords.KeyOf(batch.Keys, record)).ToList();
        var hashes = await Task.WhenAll(keys.ConvertAll(key => batch.Database.HashGetAllAsync(key)));
        var (dropped, changed) = (0, 0);
        for (var i = 0; i < hashes.Length; i++)
        {
            var (key, fields) = (keys[i], hashes[i].ToDictionary(field => (string)field.Name!, field => field.Value));
            var record = Read(fields);
            var (written, vectors) = (Derived(record, fields), Misplaced(fields, spaces));
            // A record that lies under another key than its own is nobody's.
            var turn = record?.Key == records[i] ? SessionTurn.Of(record) : null;
            if (vectors.Count > 0)
                written[MemoryFields.Space] = IndexTag.None;
            if (written.Count > 0 || turn is not null)
                batch.ExpectField(key, MemoryFields.Revision, fields.GetValueOrDefault(MemoryFields.Revision));
            turn?.Join(batch, (long)fields[MemoryFields.Number]);
            if (written.Count == 0)
                continue;

            batch.DoMany("HDEL", key, [.. vectors.Select(field => (RedisValue)field)]);
            written[MemoryFields.Revision] = RecordVersion.New();
            batch.DoMany("HSET", key, [.. written.SelectMany(field => new[] { field.Key, field.Value })], stride: 2);
            dropped += vectors.Count;
            changed++;
        }

        if (changed > 0)
            batch.Do("INCRBY", batch.Keys.Of("memory-changes"), changed);
        return dropped;
    }

    /// <returns><see langword="null"/> for one that cannot be read, which is found by maintenance of its own.</returns>
    private static MemoryRecord? Read(Dictionary<string, RedisValue> fields)
    {
        try
        {
            return MemoryFields.Read(fields);
        }
        catch (Exception failure) when (Unreadable.Is(failure))
        {
            return null;
        }
    }

    /// <summary>Fields that are not what the record makes them.</summary>
    private static Dictionary<RedisValue, RedisValue> Derived(MemoryRecord? record, Dictionary<string, RedisValue> fields) =>
        record is null
            ? []
            : MemoryFields.Write(record)
                .Where(field => field.Field.StartsWith('_') && fields.GetValueOrDefault(field.Field) != field.Value)
                .ToDictionary(field => (RedisValue)field.Field, field => field.Value);

    /// <summary>Vectors of another space or size than the record says; all of them, when it says none.</summary>
    private static List<string> Misplaced(Dictionary<string, RedisValue> fields, List<SpaceField> spaces)
    {
        var space = spaces.Find(space => space.Tag == fields.GetValueOrDefault(MemoryFields.Space));
        return
        [
            .. fields.Where(field => field.Key.StartsWith(MemoryFields.VectorPrefix, StringComparison.Ordinal))
                .Where(field => field.Key != space?.Name || field.Value.Length() != sizeof(float) * space.Space.Dimensions)
                .Select(field => field.Key),
        ];
    }
}
