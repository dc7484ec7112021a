using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentMemory.Models;

/// <summary>The bodies of <c>POST /chat/completions</c>, as far as every compatible server knows them.</summary>
internal static class ChatProtocol
{
    /// <param name="tokensName">How the endpoint calls the limit of an answer.</param>
    public static BinaryData Request(string model, IEnumerable<ChatMessage> messages, ChatOptions? options, string tokensName)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("model", model);
            writer.WriteStartArray("messages");
            foreach (var message in messages)
            {
                writer.WriteStartObject();
                writer.WriteString("role", message.Role.Value);
                writer.WriteString("content", message.Text);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            if (options?.Temperature is { } temperature)
                writer.WriteNumber("temperature", temperature);
            if (options?.MaxOutputTokens is { } limit)
                writer.WriteNumber(tokensName, limit);
            if (options?.ResponseFormat is ChatResponseFormatJson format)
                WriteFormat(writer, format);
            writer.WriteEndObject();
        }
        return new(body.WrittenMemory);
    }

    /// <exception cref="FormatException">The answer is not of this protocol.</exception>
    public static ChatResponse ReadResponse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var choice = root.GetProperty("choices")[0];
            var message = choice.GetProperty("message");
            var refused = Text(message, "refusal") is not null;
            return new(new ChatMessage(ChatRole.Assistant, Text(message, "content") ?? ""))
            {
                FinishReason = refused ? ChatFinishReason.ContentFilter
                    : Text(choice, "finish_reason") is { Length: > 0 } reason ? new(reason)
                    : null,
                ModelId = Text(root, "model"),
                Usage = ReadUsage(root),
            };
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException
            or IndexOutOfRangeException)
        {
            throw new FormatException("the answer is not a chat completion");
        }
    }

    private static void WriteFormat(Utf8JsonWriter writer, ChatResponseFormatJson format)
    {
        writer.WriteStartObject("response_format");
        if (format.Schema is { } schema)
        {
            writer.WriteString("type", "json_schema");
            writer.WriteStartObject("json_schema");
            writer.WriteString("name", format.SchemaName ?? "answer");
            writer.WriteBoolean("strict", true);
            writer.WritePropertyName("schema");
            schema.WriteTo(writer);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteString("type", "json_object");
        }
        writer.WriteEndObject();
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static UsageDetails? ReadUsage(JsonElement root) =>
        root.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object
            ? new() { InputTokenCount = Count(usage, "prompt_tokens"), OutputTokenCount = Count(usage, "completion_tokens") }
            : null;

    private static long? Count(JsonElement usage, string name) =>
        usage.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count)
            ? count
            : null;
}
