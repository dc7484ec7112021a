using System.Text.Json.Nodes;
using AgentMemory.Mcp.Callers;

namespace AgentMemory.Mcp.Tests.Parity;

/// <summary>One operation as each interface says it. Names end in <c>~</c>, which stands for the case they belong to.</summary>
/// <param name="Defaults">What the MCP connection says; in REST it is part of the request.</param>
internal sealed record Said(RestRequest Rest, McpRequest Mcp, CallDefaults Defaults)
{
    public override string ToString() => $"{Mcp} with {Defaults} = {Rest}";
}

internal sealed record RestRequest(string Method, string Path, JsonNode? Body = null)
{
    public override string ToString() => $"{Method} {Path} {Body?.ToJsonString()}";
}

/// <param name="Name">Of the tool or prompt, or the URI of the resource; empty for the list of resources.</param>
internal sealed record McpRequest(McpKind Kind, string Name, JsonObject Arguments)
{
    /// <summary>Whether REST's 404 is an empty session here.</summary>
    public bool MissingIsEmpty { get; init; }

    public override string ToString() => $"{Kind} {Name} {Arguments.ToJsonString()}";
}

internal enum McpKind
{
    Tool,
    Prompt,
    Resource,
    ResourceList,
}

/// <summary>What a bound caller may do, in names to fill.</summary>
internal sealed record Binding(string[]? Namespaces, string[]? Users)
{
    public override string ToString() => $"namespaces {Text(Namespaces)}, users {Text(Users)}";

    private static string Text(string[]? values) => values is null ? "all" : string.Join(' ', values);
}
