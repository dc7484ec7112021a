using System.IO.Pipelines;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentMemory.Mcp.Tests.Support;

/// <summary>The official client, and a server for it at the other end of two pipes.</summary>
public sealed class Connection : IAsyncDisposable
{
    private readonly McpServer _server;
    private readonly Task _serving;

    private Connection(McpServer server, Task serving, McpClient client) => (_server, _serving, Client) = (server, serving, client);

    public McpClient Client { get; }

    public static async Task<Connection> OpenAsync(McpServerOptions options, string? protocol)
    {
        var (toServer, toClient) = (new Pipe(), new Pipe());
        var server = McpServer.Create(
            new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream()), options, null, null);
        var serving = server.RunAsync();
        var client = await McpClient.CreateAsync(
            new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()),
            new McpClientOptions { ProtocolVersion = protocol });
        return new Connection(server, serving, client);
    }

    /// <param name="arguments">A JSON object.</param>
    public async Task<ToolAnswer> CallAsync(string tool, string arguments = "{}") => new(await Client.CallToolAsync(
        new CallToolRequestParams { Name = tool, Arguments = Arguments(arguments) }));

    /// <param name="arguments">A JSON object of strings.</param>
    public async Task<GetPromptResult> GetPromptAsync(string prompt, string arguments) => await Client.GetPromptAsync(
        new GetPromptRequestParams { Name = prompt, Arguments = Arguments(arguments) });

    public async Task<JsonElement> ReadResourceAsync(string uri)
    {
        var result = await Client.ReadResourceAsync(new ReadResourceRequestParams { Uri = uri });
        var content = Assert.IsType<TextResourceContents>(Assert.Single(result.Contents));
        Assert.Equal("application/json", content.MimeType);
        return JsonElement.Parse(content.Text);
    }

    private static Dictionary<string, JsonElement> Arguments(string json) =>
        JsonElement.Parse(json).EnumerateObject().ToDictionary(member => member.Name, member => member.Value);

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _server.DisposeAsync();
        await _serving;
    }
}
