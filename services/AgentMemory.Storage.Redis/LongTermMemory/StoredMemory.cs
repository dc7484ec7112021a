using System.Globalization;
using AgentMemory.LongTermMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.LongTermMemory;

/// <summary>A record as it is stored, with what the store keeps beside it.</summary>
/// <param name="Number">See <see cref="MemoryFields.Number"/>.</param>
/// <param name="Operation">See <see cref="MemoryFields.Operation"/>.</param>
/// <param name="IsConsolidated">See <see cref="MemoryFields.Consolidated"/>.</param>
/// <param name="Revision">See <see cref="MemoryFields.Revision"/>.</param>
internal sealed record StoredMemory(MemoryRecord Record, long Number, string Operation, bool IsConsolidated, RedisValue Revision)
{
    /// <summary>What is read of a record: neither terms nor vectors.</summary>
    public static RedisValue[] Fields { get; } =
    [
        MemoryFields.Revision, MemoryFields.Number, MemoryFields.Operation, MemoryFields.Consolidated,
        .. MemoryFields.Members.Select(field => (RedisValue)field),
    ];

    /// <param name="values">Of <see cref="Fields"/>.</param>
    /// <returns><see langword="null"/> when there is no such record.</returns>
    /// <exception cref="FormatException">A field holds what no version writes.</exception>
    /// <exception cref="System.Text.Json.JsonException">So does a field of JSON.</exception>
    public static StoredMemory? Read(RedisValue[] values)
    {
        if (values[0].IsNull)
            return null;
        var fields = new Dictionary<string, RedisValue>(values.Length);
        for (var i = 4; i < values.Length; i++)
        {
            if (!values[i].IsNull)
                fields.Add((string)Fields[i]!, values[i]);
        }

        return new(
            MemoryFields.Read(fields), long.Parse((string)values[1]!, CultureInfo.InvariantCulture), (string)values[2]!,
            values[3] == "1", values[0]);
    }
}
