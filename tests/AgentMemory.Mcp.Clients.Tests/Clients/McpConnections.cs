using AgentMemory.AppHost.Tests.Processes;
using ModelContextProtocol.Client;

namespace AgentMemory.Mcp.Clients.Tests.Clients;

/// <summary>Connects the clients.</summary>
internal static class McpConnections
{
    private const string Tool = "agent-memory.dll";

    /// <exception cref="McpRequestException">The server, or the client, refused.</exception>
    public static async Task<IMcpConnection> OpenAsync(ClientSetup setup, ConnectionRequest request) =>
        setup.Client == "C#"
            ? await SdkConnection.OpenAsync(setup.IsHttp ? Http(setup, request) : Stdio(setup, request), setup.Revision)
            : await NodeConnection.OpenAsync(setup.IsHttp ? NodeHttp(setup, request) : NodeStdio(setup, request));

    private static HttpClientTransport Http(ClientSetup setup, ConnectionRequest request) => new(new HttpClientTransportOptions
    {
        Endpoint = request.Endpoint(setup.Transport),
        TransportMode = setup.Transport == "sse" ? HttpTransportMode.Sse : HttpTransportMode.StreamableHttp,
        AdditionalHeaders = request.Headers.ToDictionary(),
    });

    private static StdioClientTransport Stdio(ClientSetup setup, ConnectionRequest request)
    {
        var (command, arguments) = Command(setup, request);
        return new(new StdioClientTransportOptions
        {
            Command = command,
            Arguments = [.. arguments],
            EnvironmentVariables = request.Variables(setup.Transport).ToDictionary(pair => pair.Key, pair => (string?)pair.Value),
        });
    }

    private static object NodeHttp(ClientSetup setup, ConnectionRequest request) => new
    {
        client = setup.Client,
        revision = setup.Revision,
        transport = setup.Transport,
        url = request.Endpoint(setup.Transport),
        headers = request.Headers,
    };

    private static object NodeStdio(ClientSetup setup, ConnectionRequest request)
    {
        var (command, arguments) = Command(setup, request);
        return new
        {
            client = setup.Client,
            revision = setup.Revision,
            transport = "stdio",
            command,
            args = arguments,
            env = request.Variables(setup.Transport),
        };
    }

    private static (string Command, IReadOnlyList<string> Arguments) Command(ClientSetup setup, ConnectionRequest request)
    {
        var start = DotnetProgram.Describe(Tool, AppContext.BaseDirectory, [], [.. request.Arguments(setup.Transport)]);
        return (start.FileName, [.. start.ArgumentList]);
    }
}
