using System.Text.Json;

namespace AgentMemory.Mcp.Clients.Tests.Clients;

/// <summary>A client that is connected; answers are the protocol's own JSON, as the client understood it.</summary>
public interface IMcpConnection : IAsyncDisposable
{
    string ServerName { get; }

    string? Instructions { get; }

    /// <summary>The protocol's revision that was agreed on, where the client tells.</summary>
    string? Revision { get; }

    Task<JsonElement> ListToolsAsync();

    Task<JsonElement> ListPromptsAsync();

    Task<JsonElement> ListResourcesAsync();

    Task<JsonElement> ListResourceTemplatesAsync();

    /// <exception cref="McpRequestException">The client or the server refused; not for a tool that failed.</exception>
    Task<JsonElement> CallToolAsync(string name, object arguments);

    /// <exception cref="McpRequestException">The client or the server refused.</exception>
    Task<JsonElement> GetPromptAsync(string name, IReadOnlyDictionary<string, string> arguments);

    /// <exception cref="McpRequestException">The client or the server refused.</exception>
    Task<JsonElement> ReadResourceAsync(string uri);
}

/// <summary>A protocol error, or an answer that the client does not accept.</summary>
public sealed class McpRequestException(string message) : Exception(message);
