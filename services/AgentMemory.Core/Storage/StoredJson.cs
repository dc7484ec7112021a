using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.SummaryViews;

namespace AgentMemory.Storage;

/// <summary>How providers keep structured values. Stored data outlives versions: add members, never rename them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<MemoryRecord>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<MergedRecord>))]
[JsonSerializable(typeof(MemoryFilter))]
[JsonSerializable(typeof(SummaryView))]
[JsonSerializable(typeof(SummaryPartition))]
public sealed partial class StoredJson : JsonSerializerContext
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

    public static string Write(MergedRecord record) => JsonSerializer.Serialize(record, Default.MergedRecord);

    public static string Write(IReadOnlyList<MergedRecord> records) =>
        JsonSerializer.Serialize(records, Default.IReadOnlyListMergedRecord);

    public static MergedRecord ReadMergedRecord(string json) => JsonSerializer.Deserialize(json, Default.MergedRecord)!;

    public static IReadOnlyList<MergedRecord> ReadMerged(string json) =>
        JsonSerializer.Deserialize(json, Default.IReadOnlyListMergedRecord)!;

    public static string Write(MemoryFilter filter) => JsonSerializer.Serialize(filter, Default.MemoryFilter);

    public static MemoryFilter ReadFilter(string json) => JsonSerializer.Deserialize(json, Default.MemoryFilter)!;

    public static string Write(SummaryView view) => JsonSerializer.Serialize(view, Default.SummaryView);

    public static SummaryView ReadView(string json) => JsonSerializer.Deserialize(json, Default.SummaryView)!;

    public static string Write(SummaryPartition partition) => JsonSerializer.Serialize(partition, Default.SummaryPartition);

    public static SummaryPartition ReadPartition(string json) => JsonSerializer.Deserialize(json, Default.SummaryPartition)!;

    public static string Write(IReadOnlyDictionary<string, string> values) =>
        JsonSerializer.Serialize(values, Default.IReadOnlyDictionaryStringString);

    public static IReadOnlyDictionary<string, string> ReadDictionary(string json) =>
        JsonSerializer.Deserialize(json, Default.IReadOnlyDictionaryStringString)!;

    public static string Write(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? "{}" : value.GetRawText();

    public static JsonElement ReadElement(string json)
    {
        if (json == "{}")
            return Json.EmptyObject;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        return System.Text.Json.JsonElement.ParseValue(ref reader);
    }
}
