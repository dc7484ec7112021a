using System.Globalization;
using System.Text.Json;
using AgentMemory.Events;
using AgentMemory.Tenancy;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Events;

/// <summary>An entry of the stream, as <c>events.lua</c> writes it. Its id is the sequence and <c>-0</c>.</summary>
internal static class EventFields
{
    public static MemoryEvent Read(StreamEntry entry) => new(
        long.Parse(((string)entry.Id!).AsSpan()[..^2], CultureInfo.InvariantCulture), Timestamp.FromMicroseconds((long)entry["at"]),
        (string)entry["kind"]!, new Owner(entry["ns"], entry["user"]), entry["session"], entry["subject"],
        entry["detail"] is { IsNull: false } detail ? StoredJson.ReadElement((string)detail!) : (JsonElement?)null);

    /// <summary>Of an entry that a script returns as XRANGE does.</summary>
    public static MemoryEvent Read(RedisResult entry)
    {
        var values = (RedisValue[])entry[1]!;
        return Read(new StreamEntry(
            (RedisValue)entry[0], [.. values.Chunk(2).Select(pair => new NameValueEntry(pair[0], pair[1]))]));
    }
}
