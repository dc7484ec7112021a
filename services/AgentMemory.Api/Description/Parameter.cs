using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace AgentMemory.Api.Description;

/// <summary>A query parameter of an <see cref="Operation"/>.</summary>
internal sealed record Parameter(string Name, JsonSchemaType Type, string Description)
{
    /// <summary>As JSON.</summary>
    public string? Default { get; init; }

    public int? Minimum { get; init; }

    public int? Maximum { get; init; }

    public bool Repeated { get; init; }

    public bool Required { get; init; }

    public OpenApiParameter ToOpenApi()
    {
        var schema = new OpenApiSchema
        {
            Type = Type,
            Default = Default is null ? null : JsonNode.Parse(Default),
            Minimum = Minimum?.ToString(CultureInfo.InvariantCulture),
            Maximum = Maximum?.ToString(CultureInfo.InvariantCulture),
        };
        return new OpenApiParameter
        {
            Name = Name,
            In = ParameterLocation.Query,
            Description = Description,
            Required = Required,
            Schema = Repeated ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = schema } : schema,
        };
    }
}
