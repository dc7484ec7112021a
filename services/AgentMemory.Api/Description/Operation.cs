namespace AgentMemory.Api.Description;

/// <summary>What the API description says about a route; requests are read by hand, so no signature tells it.</summary>
internal sealed record Operation(string Id, string Tag, string Summary)
{
    public string? Description { get; init; }

    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>A schema of <c>components.json</c>; <see langword="null"/> without a body.</summary>
    public string? Request { get; init; }

    /// <summary>A schema of <c>components.json</c>.</summary>
    public string Response { get; init; } = "Status";

    /// <summary>Statuses besides 200 and those every guarded route may answer: 401, 403, 422 and 503.</summary>
    public IReadOnlyList<int> Errors { get; init; } = [];

    /// <summary>Whether it also answers with server-sent events.</summary>
    public bool Streams { get; init; }

    /// <summary>Whether the answer carries an ETag.</summary>
    public bool Versioned { get; init; }

    /// <summary>Whether If-Match and If-None-Match are honoured.</summary>
    public bool Conditional { get; init; }

    /// <summary>Whether it answers anybody.</summary>
    public bool Open { get; init; }

    public bool Deprecated { get; init; }

    /// <summary>The same behind a route of the seed era.</summary>
    public Operation AsLegacy(string id, string successor) => this with
    {
        Id = id,
        Tag = "Legacy",
        Deprecated = true,
        Description = $"Kept for early clients; use `{successor}`.",
    };
}

internal static class OperationMetadata
{
    public static TBuilder Describe<TBuilder>(this TBuilder route, Operation operation)
        where TBuilder : IEndpointConventionBuilder
    {
        route.WithMetadata(operation);
        // The API explorer, which feeds the document, lists only endpoints that carry their method.
        route.Add(static endpoint => endpoint.Metadata.Add(endpoint.RequestDelegate!.Method));
        return operation.Open ? route.AllowAnonymous() : route.RequireAuthorization();
    }
}
