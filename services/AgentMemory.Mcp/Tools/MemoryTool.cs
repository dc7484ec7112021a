using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Tools;

/// <summary>One tool: what a model is told of it, and what it does. Made once; every caller shares it.</summary>
internal abstract class MemoryTool(ToolContract contract)
{
    public string Name => contract.Name;

    public Tool Definition { get; } = contract.ToProtocol();

    protected IReadOnlyList<ToolParameter> Parameters => contract.Parameters;

    /// <exception cref="AgentMemory.Errors.MemoryException">A refusal.</exception>
    /// <exception cref="AgentMemory.Wire.Requests.RequestValidationException">The arguments are not understood.</exception>
    public abstract Task<ToolAnswer> CallAsync(ToolCall call, CancellationToken cancellationToken);
}

/// <summary>What a model is told of a tool. Every word of it is paid for on every turn.</summary>
internal sealed record ToolContract(string Name, string Title, string Description)
{
    public IReadOnlyList<ToolParameter> Parameters { get; init; } = [];

    public required JsonElement OutputSchema { get; init; }

    public required ToolEffect Effect { get; init; }

    public Tool ToProtocol() => new()
    {
        Name = Name,
        Title = Title,
        Description = Description,
        InputSchema = JsonElement.Parse(InputSchema().ToJsonString()),
        OutputSchema = OutputSchema,
        Annotations = new ToolAnnotations
        {
            Title = Title,
            ReadOnlyHint = Effect == ToolEffect.Reads,
            DestructiveHint = Effect == ToolEffect.Destroys,
            IdempotentHint = true,
            OpenWorldHint = false,
        },
    };

    private JsonObject InputSchema()
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(
                Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, (JsonNode?)parameter.Schema.DeepClone()))),
        };
        if (Parameters.Where(parameter => parameter.IsRequired).Select(parameter => (JsonNode?)parameter.Name).ToArray() is { Length: > 0 } required)
            schema["required"] = new JsonArray(required);
        return schema;
    }
}

/// <summary>What a call does to memory. Whichever it is, a second equal call adds nothing to it.</summary>
internal enum ToolEffect
{
    /// <summary>Nothing.</summary>
    Reads,

    /// <summary>It adds, or merges what can be restored.</summary>
    Adds,

    /// <summary>What was there is replaced or removed.</summary>
    Destroys,
}
