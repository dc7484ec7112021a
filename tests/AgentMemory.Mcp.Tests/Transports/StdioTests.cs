using System.Text.Json;
using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Tests.Support;
using AgentMemory.Mcp.Tests.Transports.Support;
using AgentMemory.Mcp.Transports.Framing;
using AgentMemory.Mcp.Transports.Stdio;
using AgentMemory.Tenancy;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Tests.Transports;

[Trait("Spec", "7.1")]
public sealed class StdioTests(McpHost host) : IClassFixture<McpHost>, IAsyncDisposable
{
    private const string Ping = """{"jsonrpc":"2.0","id":"still here","method":"ping"}""";
    private const int ParseError = -32700;
    private const int InvalidRequest = -32600;

    private readonly LineClient _client = new();
    private Task _serving = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _client.EndInput();
        await _serving.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData("2024-11-05")]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task The_official_client_speaks_with_it(string revision)
    {
        Serve(new CallDefaults("work", "ann"));
        await using var client = await McpClient.CreateAsync(
            new StreamClientTransport(_client.Input, _client.Output), new() { ProtocolVersion = revision });

        var id = "stdio-" + revision;
        await client.CallToolAsync(new CallToolRequestParams
        {
            Name = "create_long_term_memories",
            Arguments = new Dictionary<string, JsonElement> { ["memories"] = JsonElement.Parse($$"""[{"id":"{{id}}","text":"tea"}]""") },
        });

        Assert.Equal(revision, client.NegotiatedProtocolVersion);
        Assert.NotNull(await host.FindMemoryAsync(id, new Owner("work", "ann")));
    }

    public static TheoryData<string, string, int, string> Broken => new()
    {
        { "no JSON", "Hello?", ParseError, "null" },
        { "half a message", """{"jsonrpc":"2.0","id":5,"method":""", ParseError, "5" },
        { "deep nesting", """{"jsonrpc":"2.0","id":"deep","method":"ping","params":""" + new string('[', 5000) + new string(']', 5000) + "}", ParseError, "\"deep\"" },
        { "half a character", """{"jsonrpc":"2.0","id":7,"method":"ping","params":{"a":"\udc00"}}""", ParseError, "7" },
        { "a batch", $"[{Ping}]", InvalidRequest, "null" },
        { "no method", """{"jsonrpc":"2.0","id":8}""", InvalidRequest, "8" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_line_is_answered_and_the_next_one_read(string what, string line, int code, string id)
    {
        Serve();

        var refused = await _client.AskAsync(line);

        Assert.True(code == refused.GetProperty("error").GetProperty("code").GetInt32(), $"{what}: {refused}");
        Assert.Equal(id, refused.GetProperty("id").GetRawText());
        Assert.Equal("still here", (await _client.AskAsync("\r\n" + Ping + "\r")).GetProperty("id").GetString());
    }

    [Fact]
    public async Task What_was_asked_before_the_input_ended_is_answered()
    {
        Serve();
        const int Calls = CallsUnderWay.Limit / 2;
        for (var id = 0; id < Calls; id++)
            await _client.SendAsync(Posting.ToolCall(id, "create_long_term_memories", $$"""{"memories":[{"id":"end-{{id}}","text":"tea {{id}}"}]}"""));
        await _client.SendAsync("""{"jsonrpc":"2.0","id":1000,"method":"ping"}"""u8.ToArray()); // Without the end of its line.
        _client.EndInput();

        var answered = new HashSet<int>();
        for (var answer = 0; answer <= Calls; answer++)
            answered.Add((await _client.NextAsync()).GetProperty("id").GetInt32());

        Assert.Equal(Calls + 1, answered.Count);
        await _serving.WaitAsync(TimeSpan.FromSeconds(60));
        for (var id = 0; id < Calls; id++)
            Assert.NotNull(await host.FindMemoryAsync($"end-{id}"));
    }

    [Fact]
    public async Task Being_told_to_stop_ends_it_although_the_input_goes_on()
    {
        using var stop = new CancellationTokenSource();
        Serve(stop: stop.Token);
        await _client.AskAsync(Ping);

        await stop.CancelAsync();

        await _serving.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_session_of_another_process_is_seen_at_once()
    {
        Serve();
        await using var other = await host.ConnectAsync();
        await other.CallAsync("set_working_memory", """{"session_id":"shared","messages":[{"role":"user","content":"I moved to Lisbon"}]}""");

        var read = await _client.AskAsync(Posting.ToolCall(1, "get_working_memory", """{"session_id":"shared"}"""));

        Assert.Contains("Lisbon", read.GetRawText(), StringComparison.Ordinal);
    }

    private void Serve(CallDefaults? defaults = null, CancellationToken stop = default) => _serving = StdioSession.ServeAsync(
        host.Services, new McpCaller(AccessScope.Everything, defaults ?? CallDefaults.None),
        _client.ServerInput, _client.ServerOutput, stop);
}
