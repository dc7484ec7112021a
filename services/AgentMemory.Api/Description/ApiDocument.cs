using System.Text;
using AgentMemory.Wire.Requests;
using AgentMemory.Wire.Schemas;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AgentMemory.Api.Description;

/// <summary>
/// Makes <c>/openapi.json</c>: paths and methods come from the routes, what they mean from their
/// <see cref="Operation"/>, the schemas from <c>components.json</c>.
/// </summary>
internal static class ApiDocument
{
    public const string SecurityScheme = "token";

    private static readonly string[] PathParameters = ["session_id", "memory_id", "view_id", "task_id", "merge_id"];

    private static readonly int[] GuardedErrors =
    [
        StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden,
        StatusCodes.Status422UnprocessableEntity, StatusCodes.Status503ServiceUnavailable,
    ];

    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = static api => api.ActionDescriptor.EndpointMetadata.OfType<Operation>().Any();
        options.AddOperationTransformer(static (target, context, _) =>
        {
            var operation = context.Description.ActionDescriptor.EndpointMetadata.OfType<Operation>().Single();
            Describe(target, operation, context);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "AgentMemory",
                Version = typeof(ApiDocument).Assembly.GetName().Version!.ToString(3),
                Description = "Working and long-term memory for agents.",
            };
            document.Components = Components();
            document.RegisterComponents();
            return Task.CompletedTask;
        });
    }

    private static OpenApiComponents Components()
    {
        var result = OpenApiDocument.Parse(Encoding.UTF8.GetString(WireSchemas.Read()), "json");
        return result.Diagnostic is { Errors.Count: > 0 } problems
            ? throw new InvalidOperationException($"components.json: {problems.Errors[0]}")
            : result.Document!.Components!;
    }

    private static void Describe(OpenApiOperation target, Operation operation, OpenApiOperationTransformerContext context)
    {
        var document = context.Document!;
        target.OperationId = operation.Id;
        target.Summary = operation.Summary;
        target.Description = operation.Description;
        target.Deprecated = operation.Deprecated;
        target.Tags = new HashSet<OpenApiTagReference> { new(operation.Tag, document) };
        target.Parameters = [.. Parameters(operation, context.Description.RelativePath!)];
        if (operation.Request is not null)
        {
            target.RequestBody = new OpenApiRequestBody { Required = true, Content = Body(operation.Request, document) };
        }

        target.Responses = Responses(operation, document);
        if (!operation.Open)
            target.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SecurityScheme, document)] = [] }];
    }

    private static IEnumerable<IOpenApiParameter> Parameters(Operation operation, string path)
    {
        foreach (var name in PathParameters)
        {
            if (!path.Contains('{' + name, StringComparison.Ordinal))
                continue;
            yield return new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Path,
                Required = true,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = Identifier.MaximumLength },
            };
        }

        foreach (var parameter in operation.Parameters)
            yield return parameter.ToOpenApi();
        if (operation.Conditional)
        {
            yield return Header("If-Match", "Write only over this version: an ETag, or `*` for any.");
            yield return Header("If-None-Match", "`*`: write only when there is none yet.");
        }
    }

    private static OpenApiParameter Header(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static OpenApiResponses Responses(Operation operation, OpenApiDocument document)
    {
        var success = new OpenApiResponse { Description = "Done.", Content = Body(operation.Response, document) };
        if (operation.Versioned)
        {
            success.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["ETag"] = new OpenApiHeader
                {
                    Description = "The version.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            };
        }

        if (operation.Streams)
            success.Content[Http.EventStreams.MediaType] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

        var responses = new OpenApiResponses { ["200"] = success };
        foreach (var status in operation.Errors.Concat(operation.Open ? [] : GuardedErrors).Order())
        {
            var schema = status switch
            {
                StatusCodes.Status422UnprocessableEntity => "ValidationErrors",
                StatusCodes.Status503ServiceUnavailable when operation.Open => operation.Response,
                _ => "Error",
            };
            responses[$"{status}"] = new OpenApiResponse { Description = Meaning(status), Content = Body(schema, document) };
        }

        return responses;
    }

    private static Dictionary<string, OpenApiMediaType> Body(string schema, OpenApiDocument document) => new()
    {
        ["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(schema, document) },
    };

    private static string Meaning(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "A rule refuses the request.",
        StatusCodes.Status401Unauthorized => "No valid token.",
        StatusCodes.Status403Forbidden => "The token does not reach there.",
        StatusCodes.Status404NotFound => "There is no such thing in the caller's reach.",
        StatusCodes.Status409Conflict => "The request contradicts what is stored.",
        StatusCodes.Status412PreconditionFailed => "Another version is stored than the one named.",
        StatusCodes.Status413PayloadTooLarge => "The body is too large.",
        StatusCodes.Status422UnprocessableEntity => "The request is not understood.",
        StatusCodes.Status503ServiceUnavailable => "The server cannot serve now; try again.",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "A status without a meaning."),
    };
}
