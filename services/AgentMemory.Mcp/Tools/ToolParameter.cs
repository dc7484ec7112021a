using System.Text.Json.Nodes;
using AgentMemory.Mcp.Schemas;

namespace AgentMemory.Mcp.Tools;

/// <summary>One argument of a tool.</summary>
internal sealed record ToolParameter(string Name, JsonObject Schema)
{
    public bool IsRequired { get; init; }

    /// <summary>Declared as a string, be it nullable: then a string is its value, and never JSON to be parsed.</summary>
    public bool IsText { get; } = Schema["type"] is JsonArray types
        ? types.Any(type => type!.GetValue<string>() == "string")
        : Schema["type"]?.GetValue<string>() == "string";

    /// <summary>A member of a schema of the contract, in this tool's words where it needs its own.</summary>
    public static ToolParameter Of(string component, string member, string? description = null)
    {
        var schema = ContractSchemas.Input(component, member);
        if (description is not null)
            schema["description"] = description;
        return new(member, schema);
    }

    /// <summary>An argument that no schema of the contract has.</summary>
    /// <param name="type">A type of JSON Schema.</param>
    public static ToolParameter New(string name, string type, string description) =>
        new(name, new JsonObject { ["type"] = type, ["description"] = description });

    public ToolParameter Required() => this with { IsRequired = true };

    public ToolParameter Default(JsonNode value)
    {
        Schema["default"] = value;
        return this;
    }
}
