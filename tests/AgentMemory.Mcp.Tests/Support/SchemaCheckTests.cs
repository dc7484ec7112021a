using System.Text.Json;

namespace AgentMemory.Mcp.Tests.Support;

/// <summary>The check that other tests rely on sees what it must.</summary>
public sealed class SchemaCheckTests
{
    [Theory]
    [InlineData("""{"type": "object", "required": ["a"]}""", "{}")]
    [InlineData("""{"type": ["string", "null"]}""", "1")]
    [InlineData("""{"type": "integer"}""", "1.5")]
    [InlineData("""{"enum": ["t", null]}""", "\"f\"")]
    [InlineData("""{"properties": {"a": {"items": {"type": "string"}}}}""", """{"a": ["x", 1]}""")]
    [InlineData("""{"$ref": "#/$defs/A", "$defs": {"A": {"allOf": [{"type": "object"}, {"required": ["b"]}]}}}""", "{}")]
    [InlineData("""{"format": "date-time"}""", "\"soon\"")]
    [InlineData("""{"maxLength": 1}""", "\"ab\"")]
    [InlineData("""{"minimum": 1}""", "0")]
    [InlineData("""{"maximum": 1}""", "2")]
    [InlineData("""{"oneOf": []}""", "0")]
    public void What_does_not_fit_is_found(string schema, string value) =>
        Assert.Single(SchemaCheck.Problems(JsonElement.Parse(schema), JsonElement.Parse(value)));
}
