using System.Text.Json;

namespace AgentMemory.Mcp.Tests.Support;

/// <summary>
/// Validates JSON by the keywords of JSON Schema that the server's schemas use; any other keyword fails, so that none passes
/// unchecked.
/// </summary>
public sealed class SchemaCheck(JsonElement root)
{
    private static readonly string[] Annotations = ["description", "title", "default", "readOnly", "$defs"];

    private readonly List<string> _problems = [];

    /// <returns>Where the value is not as the schema says, and why.</returns>
    public static IReadOnlyList<string> Problems(JsonElement schema, JsonElement value)
    {
        var check = new SchemaCheck(schema);
        check.Check(schema, value, "$");
        return check._problems;
    }

    private void Check(JsonElement schema, JsonElement value, string path)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            var rule = keyword.Value;
            switch (keyword.Name)
            {
                case "$ref":
                    const string Definitions = "#/$defs/";
                    Assert.StartsWith(Definitions, rule.GetString(), StringComparison.Ordinal);
                    Check(root.GetProperty("$defs").GetProperty(rule.GetString()![Definitions.Length..]), value, path);
                    break;
                case "type":
                    var types = rule.ValueKind == JsonValueKind.Array ? rule.EnumerateArray().ToArray() : [rule];
                    Demand(types.Any(type => Is(type.GetString()!, value)), path, $"is no {rule}");
                    break;
                case "enum":
                    Demand(rule.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)), path, $"is none of {rule}");
                    break;
                case "required" when value.ValueKind == JsonValueKind.Object:
                    foreach (var name in rule.EnumerateArray())
                        Demand(value.TryGetProperty(name.GetString()!, out _), path, $"lacks {name}");
                    break;
                case "properties" when value.ValueKind == JsonValueKind.Object:
                    foreach (var member in value.EnumerateObject())
                    {
                        if (rule.TryGetProperty(member.Name, out var known))
                            Check(known, member.Value, $"{path}.{member.Name}");
                    }

                    break;
                case "items" when value.ValueKind == JsonValueKind.Array:
                    for (var index = 0; index < value.GetArrayLength(); index++)
                        Check(rule, value[index], $"{path}[{index}]");
                    break;
                case "allOf":
                    foreach (var part in rule.EnumerateArray())
                        Check(part, value, path);
                    break;
                case "format" when value.ValueKind == JsonValueKind.String:
                    Demand(rule.GetString() == "date-time" && value.TryGetDateTimeOffset(out _), path, $"is no {rule}");
                    break;
                case "maxLength" when value.ValueKind == JsonValueKind.String:
                    Demand(value.GetString()!.Length <= rule.GetInt32(), path, $"is longer than {rule}");
                    break;
                case "minimum" when value.ValueKind == JsonValueKind.Number:
                    Demand(value.GetDouble() >= rule.GetDouble(), path, $"is less than {rule}");
                    break;
                case "maximum" when value.ValueKind == JsonValueKind.Number:
                    Demand(value.GetDouble() <= rule.GetDouble(), path, $"is more than {rule}");
                    break;
                case "required" or "properties" or "items" or "format" or "maxLength" or "minimum" or "maximum":
                    break;
                default:
                    Demand(Annotations.Contains(keyword.Name), path, $"has the unknown keyword {keyword.Name} in its schema");
                    break;
            }
        }
    }

    private static bool Is(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.GetDouble() % 1 == 0,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No type of JSON Schema."),
    };

    private void Demand(bool holds, string path, string problem)
    {
        if (!holds)
            _problems.Add($"{path} {problem}");
    }
}
