using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Clients.Tests.Clients;

/// <summary>The client of MCP's C# SDK.</summary>
internal sealed class SdkConnection : IMcpConnection
{
    private readonly McpClient _client;

    private SdkConnection(McpClient client) => _client = client;

    public string ServerName => _client.ServerInfo!.Name;

    public string? Instructions => _client.ServerInstructions;

    public string? Revision => _client.NegotiatedProtocolVersion;

    public static async Task<SdkConnection> OpenAsync(IClientTransport transport, string? revision) =>
        new(await McpClient.CreateAsync(transport, new() { ProtocolVersion = revision }));

    public Task<JsonElement> ListToolsAsync() => AskAsync(async () => await _client.ListToolsAsync(new ListToolsRequestParams()));

    public Task<JsonElement> ListPromptsAsync() =>
        AskAsync(async () => await _client.ListPromptsAsync(new ListPromptsRequestParams()));

    public Task<JsonElement> ListResourcesAsync() =>
        AskAsync(async () => await _client.ListResourcesAsync(new ListResourcesRequestParams()));

    public Task<JsonElement> ListResourceTemplatesAsync() =>
        AskAsync(async () => await _client.ListResourceTemplatesAsync(new ListResourceTemplatesRequestParams()));

    public Task<JsonElement> CallToolAsync(string name, object arguments) =>
        AskAsync(async () => await _client.CallToolAsync(new CallToolRequestParams
        {
            Name = name,
            Arguments = JsonSerializer.SerializeToElement(arguments).EnumerateObject()
                .ToDictionary(argument => argument.Name, argument => argument.Value),
        }));

    public Task<JsonElement> GetPromptAsync(string name, IReadOnlyDictionary<string, string> arguments) =>
        AskAsync(async () => await _client.GetPromptAsync(new GetPromptRequestParams
        {
            Name = name,
            Arguments = arguments.ToDictionary(
                argument => argument.Key, argument => JsonSerializer.SerializeToElement(argument.Value)),
        }));

    public Task<JsonElement> ReadResourceAsync(string uri) =>
        AskAsync(async () => await _client.ReadResourceAsync(new ReadResourceRequestParams { Uri = uri }));

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private static async Task<JsonElement> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return JsonSerializer.SerializeToElement(await ask(), McpJsonUtilities.DefaultOptions);
        }
        catch (McpException refusal)
        {
            throw new McpRequestException(refusal.Message);
        }
    }
}
