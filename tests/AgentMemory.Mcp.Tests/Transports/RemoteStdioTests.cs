using System.Text;
using System.Text.Json;
using AgentMemory.Mcp.Tests.Transports.Support;
using AgentMemory.Mcp.Tools;
using AgentMemory.Mcp.Transports.Remote;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Tests.Transports;

public sealed class RemoteStdioTests : IAsyncLifetime
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";

    private readonly LineClient _client = new();
    private readonly StringBuilder _errors = new();
    private McpSite _site = null!;
    private string _token = null!;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        _site = await McpSite.StartAsync(("AUTH_MODE", "token"));
        _token = (await _site.AddTokenAsync()).Secret;
    }

    public async Task DisposeAsync()
    {
        _client.EndInput();
        await _running.WaitAsync(TimeSpan.FromSeconds(60));
        await _site.DisposeAsync();
        Assert.DoesNotContain(_token, _errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-11-05")]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task Every_revision_passes_through(string revision)
    {
        Run(_site.Address, _token, "a/b", "ann");
        await using var client = await McpClient.CreateAsync(
            new StreamClientTransport(_client.Input, _client.Output), new() { ProtocolVersion = revision });

        await CallAsync(client, "create_long_term_memories", """{"memories":[{"id":"größe","text":"tea"}]}""");
        var found = await CallAsync(client, "get_long_term_memory", """{"memory_id":"größe"}""");

        Assert.Equal(revision, client.NegotiatedProtocolVersion);
        Assert.Equal(10, (await client.ListToolsAsync()).Count);
        Assert.Equal(("a/b", "ann"), (found.GetProperty("namespace").GetString(), found.GetProperty("user_id").GetString()));
        var unknown = await Assert.ThrowsAnyAsync<Exception>(async () => await CallAsync(client, "größe", "{}"));
        Assert.Contains("größe", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_not_valid_is_told_to_who_asks()
    {
        Run(_site.Address, new string('x', 43));

        var answer = await _client.AskAsync(Ping);

        Assert.Equal(1, answer.GetProperty("id").GetInt32());
        Assert.Contains("agent-memory token add", Message(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_and_used_once_it_is()
    {
        Run(new Uri("http://127.0.0.1:1"), null);

        var answer = await _client.AskAsync(Ping);
        Assert.Contains("127.0.0.1:1 cannot be reached", Message(answer), StringComparison.Ordinal);

        await _client.SendAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        Assert.Equal(1, (await _client.AskAsync(Ping)).GetProperty("id").GetInt32());
        await McpSite.UntilAsync(() => _errors.ToString().Contains("127.0.0.1:1 cannot be reached", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_url_without_mcp_is_told()
    {
        Run(new Uri(_site.Address, "/elsewhere/nothing"), _token);

        Assert.Contains("MCP_PORT", Message(await _client.AskAsync(Ping)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_request_ends_at_the_server_and_gets_no_answer()
    {
        var waiting = new WaitingTool();
        await using var site = await McpSite.StartAsync(services => services.AddSingleton<MemoryTool>(waiting));
        Run(site.Address, null);
        await _client.SendAsync(Posting.ToolCall(7, "wait", "{}"));
        await waiting.Started;

        await _client.SendAsync("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}""");

        await waiting.Cancelled;
        Assert.Equal(1, (await _client.AskAsync(Ping)).GetProperty("id").GetInt32());
        _client.EndInput();
        await _running;
    }

    [Fact]
    public async Task A_broken_line_is_answered_here()
    {
        Run(_site.Address, _token);

        Assert.Equal(-32700, (await _client.AskAsync("{")).GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal("{}", (await _client.AskAsync(Ping)).GetProperty("result").GetRawText());
    }

    [Theory]
    [InlineData("http://host:9000", null, null, "http://host:9000/mcp")]
    [InlineData("http://host:9000/", "a/b", null, "http://host:9000/a%2Fb/mcp")]
    [InlineData("http://host:9000/mcp", "work", "ann b", "http://host:9000/work/mcp?user_id=ann%20b")]
    [InlineData("https://host/memory/mcp/", null, "ann", "https://host/memory/mcp?user_id=ann")]
    public void The_url_names_the_endpoint(string server, string? @namespace, string? userId, string endpoint) =>
        Assert.Equal(endpoint, RemoteMcpStdio.Endpoint(new Uri(server), @namespace, userId).AbsoluteUri);

    private void Run(Uri server, string? token, string? @namespace = null, string? userId = null) => _running = RemoteMcpStdio.ServeAsync(
        server, token, @namespace, userId, _client.ServerInput, _client.ServerOutput, TextWriter.Synchronized(new StringWriter(_errors)), CancellationToken.None);

    private static string Message(JsonElement answer) => answer.GetProperty("error").GetProperty("message").GetString()!;

    private static async Task<JsonElement> CallAsync(McpClient client, string tool, string arguments)
    {
        var result = await client.CallToolAsync(new CallToolRequestParams
        {
            Name = tool,
            Arguments = JsonElement.Parse(arguments).EnumerateObject().ToDictionary(member => member.Name, member => member.Value),
        });
        return Assert.NotNull(result.StructuredContent);
    }
}
