using System.Globalization;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Redis.LongTermMemory;
using NRedisStack.Search;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>Records as the index answers them, or named by it and read.</summary>
internal static class IndexedMemories
{
    private static readonly RedisValue[] Members = [.. MemoryFields.Members.Select(field => (RedisValue)field)];

    /// <summary>Lets the answers have whole records, and more fields.</summary>
    public static Query ReturnRecords(this Query query, params ReadOnlySpan<string> more) =>
        query.ReturnFields([.. MemoryFields.Members, .. more]);

    public static MemoryRecord Record(this Document document) =>
        MemoryFields.Read(document.GetProperties() as IReadOnlyDictionary<string, RedisValue> ?? document.GetProperties().ToDictionary());

    /// <summary>See <see cref="MemoryFields.Number"/>; the index answers it as it sorts it.</summary>
    public static long Number(this Document document) =>
        document[MemoryFields.Number].TryParse(out long number)
            ? number
            : (long)double.Parse((string)document[MemoryFields.Number]!, CultureInfo.InvariantCulture);

    /// <summary>The records of these keys, in order; <see langword="null"/> for one that went meanwhile.</summary>
    public static async Task<MemoryRecord?[]> LoadAsync(IDatabase database, IEnumerable<string> keys)
    {
        var found = await Task.WhenAll(keys.Select(key => database.HashGetAsync(key, Members)));
        return Array.ConvertAll(found, Read);
    }

    private static MemoryRecord? Read(RedisValue[] values)
    {
        if (values[0].IsNull)
            return null;
        var fields = new Dictionary<string, RedisValue>(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            if (!values[i].IsNull)
                fields.Add(MemoryFields.Members[i], values[i]);
        }

        return MemoryFields.Read(fields);
    }
}
