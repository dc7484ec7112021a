using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentMemory.WorkingMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.WorkingMemory;

/// <summary>
/// A message as one JSON object of a list. Stored data outlives versions: add members, never rename them.
/// </summary>
internal static class StoredMessage
{
    /// <summary>Text stays readable, and short, in every script.</summary>
    public static JsonWriterOptions Options { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static RedisValue Write(MemoryMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>(200 + message.Content.Length);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            WriteMembers(json, message);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    public static RedisValue[] Write(IReadOnlyList<MemoryMessage> messages) => [.. messages.Select(Write)];

    public static void WriteMembers(Utf8JsonWriter json, MemoryMessage message)
    {
        json.WriteString("id", message.Id);
        json.WriteString("role", message.Role);
        json.WriteString("content", message.Content);
        json.WriteNumber("created_at", message.CreatedAt.ToMicroseconds());
        if (message.PersistedAt is { } persisted)
            json.WriteNumber("persisted_at", persisted.ToMicroseconds());
        if (message.DiscreteMemoryExtracted)
            json.WriteBoolean("extracted", true);
        if (message.Metadata is { } metadata)
        {
            json.WritePropertyName("metadata");
            json.WriteRawValue(StoredJson.Write(metadata), skipInputValidation: true);
        }
    }

    /// <exception cref="JsonException">It is not what any version writes.</exception>
    public static MemoryMessage Read(ReadOnlyMemory<byte> stored)
    {
        var (id, role, content) = ("", "", "");
        var (createdAt, persistedAt, extracted) = (0L, (long?)null, false);
        JsonElement? metadata = null;
        var json = new Utf8JsonReader(stored.Span);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            // In the order in which they are written.
            if (json.ValueTextEquals("id"u8))
                id = Text(ref json);
            else if (json.ValueTextEquals("role"u8))
                role = Text(ref json);
            else if (json.ValueTextEquals("content"u8))
                content = Text(ref json);
            else if (json.ValueTextEquals("created_at"u8))
                createdAt = Number(ref json);
            else if (json.ValueTextEquals("persisted_at"u8))
                persistedAt = Number(ref json);
            else if (json.ValueTextEquals("extracted"u8))
                extracted = json.Read() && json.GetBoolean();
            else if (json.ValueTextEquals("metadata"u8))
                metadata = json.Read() ? JsonElement.ParseValue(ref json) : null;
            else
                json.Skip();
        }

        return new MemoryMessage
        {
            Id = id,
            Role = role,
            Content = content,
            CreatedAt = Timestamp.FromMicroseconds(createdAt),
            PersistedAt = persistedAt is { } persisted ? Timestamp.FromMicroseconds(persisted) : null,
            DiscreteMemoryExtracted = extracted,
            Metadata = metadata,
        };
    }

    /// <summary>The field of <see cref="SessionKeys.MessageIds"/> for a message: 128 bits tell contents apart.</summary>
    public static RedisValue Digest(MemoryMessage message) =>
        Convert.ToBase64String(MessageDigest.OfContent(message).AsSpan(0, 16));

    private static string Text(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetString()!;
    }

    private static long Number(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetInt64();
    }
}
