using System.Text.Json;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Storage;

/// <summary>Details of the events of a merge.</summary>
public static class MergeDetail
{
    /// <summary>Of the survivor.</summary>
    public static JsonElement Made(MemoryMerge merge) => Write(json =>
    {
        json.WriteString("merge_id", merge.Id);
        json.WriteStartArray("merged_from");
        foreach (var original in merge.Originals)
            json.WriteStringValue(original.Id);
        json.WriteEndArray();
        json.WriteString("reason", ReasonName(merge.Reason));
    });

    /// <summary>Of a record that went.</summary>
    public static JsonElement Consumed(MemoryMerge merge) => Write(json =>
    {
        json.WriteString("merge_id", merge.Id);
        json.WriteString("merged_into", merge.Survivor.Id);
        json.WriteString("reason", ReasonName(merge.Reason));
    });

    public static JsonElement Undone(MemoryMerge merge) => Write(json => json.WriteString("merge_id", merge.Id));

    /// <summary>As stored and told.</summary>
    public static string ReasonName(MergeReason reason) => reason switch
    {
        MergeReason.Duplicate => "duplicate",
        MergeReason.Similar => "similar",
        _ => "superseded",
    };

    public static MergeReason ParseReason(string name) => name switch
    {
        "duplicate" => MergeReason.Duplicate,
        "similar" => MergeReason.Similar,
        _ => MergeReason.Superseded,
    };

    private static JsonElement Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }
}
