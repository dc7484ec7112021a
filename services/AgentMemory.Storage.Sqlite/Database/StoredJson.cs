using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Storage.Sqlite.Database;

/// <summary>How structured values are kept in columns. Stored data outlives versions: add members, never rename them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<MemoryRecord>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class StoredJson : JsonSerializerContext
{
    public static string Write(IReadOnlyList<MemoryRecord> records) =>
        records.Count == 0 ? "[]" : JsonSerializer.Serialize(records, Default.IReadOnlyListMemoryRecord);

    public static IReadOnlyList<MemoryRecord> ReadRecords(string json) =>
        json == "[]" ? [] : JsonSerializer.Deserialize(json, Default.IReadOnlyListMemoryRecord)!;

    /// <summary>Absent and empty are stored alike.</summary>
    public static string Write(IReadOnlyList<string>? values) =>
        values is null or { Count: 0 } ? "[]" : JsonSerializer.Serialize(values, Default.IReadOnlyListString);

    public static IReadOnlyList<string> ReadStrings(string json) =>
        json == "[]" ? [] : JsonSerializer.Deserialize(json, Default.IReadOnlyListString)!;

    public static string Write(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? "{}" : value.GetRawText();

    public static JsonElement ReadElement(string json)
    {
        if (json == "{}")
            return Json.EmptyObject;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        return System.Text.Json.JsonElement.ParseValue(ref reader);
    }
}
