using System.Text.Json.Nodes;
using AgentMemory.Mcp.Schemas;

namespace AgentMemory.Mcp.Tools;

/// <summary>
/// A memory as a model is asked to write it: what it can know. Other members of a MemoryRecord, such as times and counts,
/// are read when they are sent.
/// </summary>
internal static class RecordSchema
{
    private static readonly string[] Members =
        ["text", "memory_type", "topics", "entities", "event_date", "user_id", "namespace", "session_id", "id", "pinned", "metadata"];

    public static JsonObject Listed(string description)
    {
        var record = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(Members.Select(
                member => KeyValuePair.Create(member, (JsonNode?)ContractSchemas.Input("MemoryRecord", member)))),
            ["required"] = new JsonArray("text"),
        };
        var properties = record["properties"]!.AsObject();
        properties["memory_type"]!["default"] = "semantic";
        properties["id"]!["description"] = "Leave it out; one that exists replaces that memory.";
        return new() { ["type"] = "array", ["description"] = description, ["items"] = record };
    }
}
