using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentMemory.Api.Serialization;

/// <summary><c>discrete_memory_extracted</c> is <c>"t"</c> or <c>"f"</c>, not a boolean (spec 4.1).</summary>
internal sealed class FlagConverter : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Requests are read by AgentMemory.Api.Wire.");

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value ? "t"u8 : "f"u8);
}
