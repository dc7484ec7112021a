using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentMemory.Wire.Answers;

/// <summary><c>discrete_memory_extracted</c> is <c>"t"</c> or <c>"f"</c>, not a boolean (spec 4.1).</summary>
public sealed class FlagConverter : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Requests are read by AgentMemory.Wire.Requests.");

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value ? "t"u8 : "f"u8);
}
