using AgentMemory.Maintenance.Reference;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Reference;

/// <summary>Reads what keys hold. The commands of one call go out together, so a call costs two round trips at most.</summary>
internal sealed class ReferenceValues(IDatabase database)
{
    private static readonly RedisValue Vector = "vector";

    /// <summary>Of a hash, all but its vector (spec 11.2): that is most of its bytes, and read by itself when it is wanted.</summary>
    private static readonly RedisValue[] Fields =
    [
        "id_", "text", "session_id", "user_id", "namespace", "memory_type", "extraction_strategy", "extraction_strategy_config",
        "metadata", "topics", "entities", "extracted_from", "discrete_memory_extracted", "pinned", "access_count",
        "created_at", "last_accessed", "updated_at", "persisted_at", "event_date",
    ];

    public Task<ReferenceItem?[]> MemoriesAsync(IEnumerable<(RedisKey Key, KeyMeaning Meaning)> keys) =>
        Task.WhenAll(keys.Select(async named =>
        {
            var (key, meaning) = named;
            try
            {
                var values = await database.HashGetAsync(key, Fields);
                var fields = new Dictionary<string, string>(Fields.Length, StringComparer.Ordinal);
                for (var i = 0; i < Fields.Length; i++)
                {
                    if (!values[i].IsNull)
                        fields.Add(Fields[i]!, values[i]!);
                }

                return fields.Count == 0 && !await database.KeyExistsAsync(key)
                    ? null
                    : (ReferenceItem)new ReferenceMemory(key!, meaning.Rest, fields);
            }
            catch (RedisServerException error) when (IsWrongType(error))
            {
                return new ReferenceUnreadable(key!, ReferenceKind.Memory, "is no hash");
            }
        }));

    /// <summary>RedisJSON documents, or strings that hold JSON.</summary>
    public Task<ReferenceItem?[]> SessionsAsync(IEnumerable<(RedisKey Key, KeyMeaning Meaning)> keys) =>
        Task.WhenAll(keys.Select(async named =>
        {
            var (key, meaning) = named;
            var type = (string?)await database.ExecuteAsync("TYPE", key);
            if (type == "none")
                return null;
            if (type is not ("string" or "ReJSON-RL"))
                return new ReferenceUnreadable(key!, ReferenceKind.Session, $"is a {type}, neither a JSON document nor a string");
            var reading = type == "string" ? database.StringGetAsync(key) : JsonAsync(key);
            var left = database.KeyTimeToLiveAsync(key);
            var value = await reading;
            var expiresIn = await left;
            if (value.IsNull)
                return null;
            var json = (string)value!;
            if (ReferenceKeys.IsCounter(key!) && !json.StartsWith('{'))
                return (ReferenceItem)new ReferenceLeftover(key!, LeftoverKind.Internal);
            return new ReferenceSession(key!, meaning.Rest, json, expiresIn);
        }));

    /// <summary>Views, what they summarised, and tokens: strings that hold JSON.</summary>
    public Task<ReferenceItem?[]> StringsAsync(IEnumerable<(RedisKey Key, KeyMeaning Meaning)> keys) =>
        Task.WhenAll(keys.Select(async named =>
        {
            var (key, meaning) = named;
            try
            {
                var value = await database.StringGetAsync(key);
                if (value.IsNull)
                    return null;
                return meaning.Kind switch
                {
                    ReferenceKind.View => new ReferenceView(key!, meaning.Rest, value!),
                    ReferenceKind.Partition => new ReferencePartition(key!, meaning.Rest, value!),
                    _ => (ReferenceItem)new ReferenceToken(key!, value!),
                };
            }
            catch (RedisServerException error) when (IsWrongType(error))
            {
                return new ReferenceUnreadable(key!, meaning.Kind!.Value, "is no string");
            }
        }));

    /// <summary>Empty where there is none.</summary>
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> VectorsAsync(IEnumerable<string> keys)
    {
        var values = await Task.WhenAll(keys.Select(key => database.HashGetAsync(key, Vector)));
        return Array.ConvertAll(values, value => value.IsNull ? default : (ReadOnlyMemory<byte>)value);
    }

    private async Task<RedisValue> JsonAsync(RedisKey key) => (RedisValue)await database.ExecuteAsync("JSON.GET", key, ".");

    private static bool IsWrongType(RedisServerException error) => error.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal);
}
