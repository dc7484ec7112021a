using System.IO.Pipelines;
using ModelContextProtocol.Server;

namespace AgentMemory.Mcp.Tests.Support;

/// <summary>A server at the other end of two pipes, and nothing that would correct what is sent to it.</summary>
public sealed class RawConnection : IAsyncDisposable
{
    private readonly McpServer _server;
    private readonly Task _serving;
    private readonly StreamWriter _requests;
    private readonly StreamReader _answers;

    private RawConnection(McpServer server, Stream requests, Stream answers)
    {
        (_server, _serving) = (server, server.RunAsync());
        (_requests, _answers) = (new StreamWriter(requests) { AutoFlush = true, NewLine = "\n" }, new StreamReader(answers));
    }

    public static RawConnection Open(McpServerOptions options)
    {
        var (toServer, toClient) = (new Pipe(), new Pipe());
        var transport = new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream());
        return new(McpServer.Create(transport, options, null, null), toServer.Writer.AsStream(), toClient.Reader.AsStream());
    }

    /// <param name="parameters">A JSON object; what the protocol asks of every request is added.</param>
    /// <returns>The answer as it came.</returns>
    public async Task<string> SendAsync(string method, string parameters)
    {
        const string Meta = """
            "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
            """;
        await _requests.WriteLineAsync(
            $$"""{"jsonrpc": "2.0", "id": 1, "method": "{{method}}", "params": {{{Meta.Trim()}}, {{parameters[1..]}}}""");
        return Assert.IsType<string>(await _answers.ReadLineAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _requests.DisposeAsync();
        await _serving;
        await _server.DisposeAsync();
        _answers.Dispose();
    }
}
