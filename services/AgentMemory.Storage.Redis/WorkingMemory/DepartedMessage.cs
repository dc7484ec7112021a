using System.Buffers;
using System.Text.Json;
using AgentMemory.WorkingMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.WorkingMemory;

/// <summary>A message that left its session.</summary>
/// <param name="Position">Counts the departures from one session.</param>
/// <param name="Message">Itself, until extraction has seen it.</param>
/// <param name="Strategy">What it is to be extracted with.</param>
internal sealed record DepartedMessage(
    long Position, DateTimeOffset? PersistedAt, MemoryMessage? Message, MemoryStrategy? Strategy)
{
    /// <summary>Names a message among those of its session: by id and content.</summary>
    public static string FieldOf(MemoryMessage message) => (string)StoredMessage.Digest(message)! + message.Id;

    public RedisValue Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, StoredMessage.Options))
        {
            json.WriteStartObject();
            json.WriteNumber("position", Position);
            if (Message is not null)
            {
                json.WriteString("strategy", Strategy!.Strategy);
                json.WriteString("strategy_config", StoredJson.Write(Strategy.Config));
                json.WriteStartObject("message");
                StoredMessage.WriteMembers(json, Message);
                json.WriteEndObject();
            }
            else if (PersistedAt is { } persisted)
            {
                json.WriteNumber("persisted_at", persisted.ToMicroseconds());
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <param name="outlived">The last position of a former session, whose flags do not hold for this one's messages.</param>
    public static DepartedMessage Read(ReadOnlyMemory<byte> stored, long outlived)
    {
        using var json = JsonDocument.Parse(stored);
        var root = json.RootElement;
        var position = root.GetProperty("position").GetInt64();
        if (!root.TryGetProperty("message", out var whole))
        {
            var persisted = root.TryGetProperty("persisted_at", out var at) ? at.GetInt64() : (long?)null;
            return new(position, persisted is { } time ? Timestamp.FromMicroseconds(time) : null, null, null);
        }

        var message = StoredMessage.Read(System.Text.Encoding.UTF8.GetBytes(whole.GetRawText()));
        if (position <= outlived)
            message = message with { PersistedAt = null };
        var strategy = new MemoryStrategy
        {
            Strategy = root.GetProperty("strategy").GetString()!,
            Config = StoredJson.ReadElement(root.GetProperty("strategy_config").GetString()!),
        };
        return new(position, message.PersistedAt, message, strategy);
    }
}
