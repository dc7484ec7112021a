using System.Text.Json;

namespace AgentMemory;

/// <summary>Constants for the free-form JSON members of the contract (<c>data</c>, <c>metadata</c>, <c>config</c>).</summary>
public static class Json
{
    public static JsonElement EmptyObject { get; } = JsonDocument.Parse("{}").RootElement;
}
