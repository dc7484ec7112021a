using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMemory.Wire.Schemas;

namespace AgentMemory.Mcp.Schemas;

/// <summary>
/// JSON Schemas (2020-12) of tools, made of the contract's own: <c>components.json</c> stays the one place that says what the
/// JSON looks like.
/// </summary>
internal static class ContractSchemas
{
    private static readonly JsonElement Components =
        JsonElement.Parse(WireSchemas.Read()).GetProperty("components").GetProperty("schemas");

    /// <summary>An answer, with what it refers to under <c>$defs</c>.</summary>
    public static JsonElement Answer(string component)
    {
        var schema = Copied(Components.GetProperty(component));
        var definitions = new JsonObject();
        var open = new Queue<string>(References(schema));
        while (open.TryDequeue(out var name))
        {
            if (definitions.ContainsKey(name))
                continue;
            var definition = Copied(Components.GetProperty(name));
            definitions[name] = definition;
            foreach (var reference in References(definition))
                open.Enqueue(reference);
        }

        if (definitions.Count > 0)
            schema["$defs"] = definitions;
        return JsonElement.Parse(schema.ToJsonString());
    }

    /// <summary>
    /// A member as a model is told of it: whole, since many hosts do not resolve references; without what only the server
    /// sets; and without <c>null</c>, which means the same as leaving it out.
    /// </summary>
    public static JsonObject Input(string component, string member) =>
        Plain(Components.GetProperty(component).GetProperty("properties").GetProperty(member), described: true);

    private static JsonObject Plain(JsonElement schema, bool described)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Plain(Components.GetProperty(NameOf(reference.GetString()!)), described);

        var plain = new JsonObject();
        foreach (var member in schema.EnumerateObject())
        {
            switch (member.Name)
            {
                case "examples" or "readOnly":
                case "description" when !described:
                case "default" when member.Value.ValueKind == JsonValueKind.Object:
                    break;
                case "type" when member.Value.ValueKind == JsonValueKind.Array:
                    plain["type"] = member.Value[0].GetString();
                    break;
                case "enum":
                    plain["enum"] = new JsonArray([.. member.Value.EnumerateArray().Where(IsValue).Select(Node)]);
                    break;
                case "anyOf":
                    // One thing or null: the thing. Its parts explain themselves, or the tool's description does.
                    var thing = Plain(member.Value[0], described: false);
                    foreach (var part in thing.ToArray())
                    {
                        thing.Remove(part.Key);
                        plain.TryAdd(part.Key, part.Value);
                    }

                    break;
                case "items":
                    plain["items"] = Plain(member.Value, described);
                    break;
                case "properties":
                    plain["properties"] = new JsonObject(
                        from property in member.Value.EnumerateObject()
                        where !property.Value.TryGetProperty("readOnly", out _)
                        select KeyValuePair.Create(property.Name, (JsonNode?)Plain(property.Value, described)));
                    break;
                default:
                    plain[member.Name] = Node(member.Value);
                    break;
            }
        }

        return plain;
    }

    private static bool IsValue(JsonElement value) => value.ValueKind != JsonValueKind.Null;

    private static JsonNode? Node(JsonElement value) => JsonNode.Parse(value.GetRawText());

    private static JsonObject Copied(JsonElement schema)
    {
        var copy = Node(schema)!.AsObject();
        Adapt(copy);
        return copy;
    }

    private static void Adapt(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                if (members["examples"] is JsonArray)
                    members.Remove("examples");
                if (members["$ref"] is JsonValue reference)
                    members["$ref"] = "#/$defs/" + NameOf(reference.GetValue<string>());
                foreach (var member in members)
                    Adapt(member.Value);
                break;
            case JsonArray items:
                foreach (var item in items)
                    Adapt(item);
                break;
        }
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member =>
            member is { Key: "$ref", Value: JsonValue reference } ? [NameOf(reference.GetValue<string>())] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static string NameOf(string reference) => reference[(reference.LastIndexOf('/') + 1)..];
}
