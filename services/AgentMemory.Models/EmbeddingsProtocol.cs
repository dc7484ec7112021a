using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentMemory.Models;

/// <summary>
/// The bodies of <c>POST /embeddings</c>. Vectors are asked for as base64, a quarter of the bytes, and read in either form:
/// many compatible servers answer with numbers whatever they are asked for, which the SDK's own reader rejects.
/// </summary>
internal static class EmbeddingsProtocol
{
    public static BinaryData Request(string model, IReadOnlyList<string> inputs)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("model", model);
            writer.WriteString("encoding_format", "base64");
            writer.WriteStartArray("input");
            foreach (var input in inputs)
                writer.WriteStringValue(input);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return new(body.WrittenMemory);
    }

    /// <summary>One vector per input, in the order of the inputs whatever the order of the answer.</summary>
    /// <exception cref="FormatException">The answer is not of this protocol, or lacks a vector.</exception>
    public static (float[][] Vectors, int? InputTokens) ReadResponse(ReadOnlyMemory<byte> body, int count)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var vectors = new float[count][];
            var position = 0;
            foreach (var item in document.RootElement.GetProperty("data").EnumerateArray())
            {
                var index = item.TryGetProperty("index", out var given) ? given.GetInt32() : position;
                if ((uint)index >= (uint)count || vectors[index] is not null)
                    throw new FormatException($"a vector for input {index} of {count} was unexpected");
                vectors[index] = ReadVector(item.GetProperty("embedding"));
                position++;
            }
            if (position != count)
                throw new FormatException($"{position} vectors came for {count} inputs");
            return (vectors, ReadUsage(document.RootElement));
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("the answer is not an embeddings list", failure);
        }
    }

    private static float[] ReadVector(JsonElement embedding)
    {
        if (embedding.ValueKind == JsonValueKind.String)
        {
            var bytes = embedding.GetBytesFromBase64();
            if (bytes.Length % sizeof(float) != 0)
                throw new FormatException("a vector is not a whole number of floats");
            return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        }
        var vector = new float[embedding.GetArrayLength()];
        var position = 0;
        foreach (var number in embedding.EnumerateArray())
            vector[position++] = number.GetSingle();
        return vector;
    }

    private static int? ReadUsage(JsonElement root) =>
        root.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object
        && usage.TryGetProperty("prompt_tokens", out var tokens) && tokens.TryGetInt32(out var value)
            ? value
            : null;
}
