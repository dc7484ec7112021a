using System.Net;
using System.Text;
using AgentMemory.Mcp.Tests.Transports.Support;
using AgentMemory.Mcp.Tools;
using AgentMemory.Mcp.Transports.Framing;
using AgentMemory.Mcp.Transports.Sse;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Mcp.Tests.Transports;

/// <summary>What one client does wrong costs that client its answer, and nobody anything else.</summary>
public sealed class HostileClientTests
{
    private const int TwentyMegabytes = 20 * 1024 * 1024;

    private readonly WaitingTool _waiting = new();

    public static TheoryData<string, string> Calls => new()
    {
        { "an unknown tool", Posting.ToolCall(7, "burn_memories", "{}") },
        { "no tool", """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{}}""" },
        { "a tool that is a number", """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":5}}""" },
        { "arguments that are a list", """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"get_working_memory","arguments":[1]}}""" },
        { "parameters that are a text", """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":"name"}""" },
        { "metadata that is a text", """{"jsonrpc":"2.0","id":7,"method":"ping","params":{"_meta":"x"}}""" },
        { "a number for a list", Posting.ToolCall(7, "create_long_term_memories", """{"memories":5}""") },
        { "a list of numbers", Posting.ToolCall(7, "create_long_term_memories", """{"memories":[5,null,[]]}""") },
        { "an object for a text", Posting.ToolCall(7, "get_working_memory", """{"session_id":{"a":1}}""") },
        { "a text for a number", Posting.ToolCall(7, "search_long_term_memory", """{"text":"x","limit":"many"}""") },
        { "another server's answer", """{"jsonrpc":"2.0","id":7,"result":{}}""" },
        { "a method nobody has", """{"jsonrpc":"2.0","id":7,"method":"memories/burn"}""" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_wrong_call_is_answered_on_both_transports(string what, string call)
    {
        await using var site = await McpSite.StartAsync();
        await using var sse = await SseClient.OpenAsync(site, "/sse");
        await sse.AskAsync(Posting.Initialize("2024-11-05"));

        var overHttp = await site.PostAsync("/mcp", call);
        var overSse = await sse.PostAsync(call);

        Assert.True((int)overHttp.Status is 200 or 202 or 400, $"{what}: {(int)overHttp.Status} {overHttp.Text}");
        Assert.Equal(HttpStatusCode.Accepted, overSse.Status);
        if (overHttp.Status != HttpStatusCode.Accepted && !IsAnswered(overHttp.Text))
            Assert.Fail($"{what}: {overHttp.Text}");
        var next = await sse.AskAsync("""{"jsonrpc":"2.0","id":8,"method":"ping"}""");
        if (next.GetProperty("id").GetInt32() == 7)
            Assert.True(IsAnswered(next.GetRawText()), $"{what}: {next}");
        Assert.Equal(HttpStatusCode.OK, (await site.PostAsync("/mcp", """{"jsonrpc":"2.0","id":8,"method":"ping"}""")).Status);

        static bool IsAnswered(string text) =>
            (text.Contains("\"error\"", StringComparison.Ordinal) || text.Contains("\"isError\":true", StringComparison.Ordinal)
                || text.Contains("\"result\":{}", StringComparison.Ordinal))
            && !text.Contains("An error occurred", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_huge_argument_is_refused_without_being_held()
    {
        await using var site = await McpSite.StartAsync();
        await using var sse = await SseClient.OpenAsync(site, "/sse");
        var huge = Encoding.UTF8.GetBytes(Posting.ToolCall(
            1, "create_long_term_memories", $$"""{"memories":[{"text":"{{new string('x', TwentyMegabytes)}}"}]}"""));

        foreach (var path in new[] { "/mcp", sse.Endpoint })
        {
            var refused = await site.PostAsync(path, huge, "application/json");
            Assert.Equal((HttpStatusCode.RequestEntityTooLarge, -32600), (refused.Status, refused.ErrorCode));
        }

        Assert.Equal(1, (await sse.AskAsync(Posting.Initialize("2024-11-05"))).GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task A_client_that_goes_takes_its_call_with_it_over_http()
    {
        await using var site = await McpSite.StartAsync(AddWaiting);
        using var request = new HttpRequestMessage(HttpMethod.Post, site.At("/mcp"));
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Content = new StringContent(Posting.ToolCall(1, "wait", "{}"), Encoding.UTF8, "application/json");
        using var patience = new CancellationTokenSource();
        var answer = site.SendAsync(request, patience.Token);
        await _waiting.Started;

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await _waiting.Cancelled;
    }

    [Fact]
    public async Task A_client_that_goes_takes_its_call_with_it_over_sse()
    {
        await using var site = await McpSite.StartAsync(AddWaiting);
        await using (var sse = await SseClient.OpenAsync(site, "/sse"))
        {
            await sse.AskAsync(Posting.Initialize("2024-11-05"));
            await sse.PostAsync(Posting.ToolCall(2, "wait", "{}"));
            await _waiting.Started;
        }

        await _waiting.Cancelled;
        await McpSite.UntilAsync(() => Open(site) == 0);
    }

    [Fact]
    public async Task A_cancelled_call_ends_and_its_connection_goes_on()
    {
        await using var site = await McpSite.StartAsync(AddWaiting);
        await using var sse = await SseClient.OpenAsync(site, "/sse");
        await sse.AskAsync(Posting.Initialize("2024-11-05"));
        await sse.PostAsync(Posting.ToolCall(2, "wait", "{}"));
        await _waiting.Started;

        await sse.PostAsync("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":2}}""");

        await _waiting.Cancelled;
        Assert.Equal(3, (await sse.AskAsync("""{"jsonrpc":"2.0","id":3,"method":"ping"}""")).GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task A_client_that_asks_and_does_not_read_is_stopped()
    {
        await using var site = await McpSite.StartAsync();
        await using (var sse = await SseClient.OpenAsync(site, "/sse"))
        {
            await sse.AskAsync(Posting.Initialize("2024-11-05"));
            var asked = 0;
            Posted last;
            do
            {
                last = await sse.PostAsync($$"""{"jsonrpc":"2.0","id":{{++asked + 10}},"method":"tools/list"}""");
            }
            while (last.Status == HttpStatusCode.Accepted && asked < 10_000);

            Assert.Equal(HttpStatusCode.TooManyRequests, last.Status);
            Assert.Contains($"{CallsUnderWay.Limit} calls", last.ErrorMessage, StringComparison.Ordinal);
            await using var other = await SseClient.OpenAsync(site, "/sse");
            Assert.Equal(1, (await other.AskAsync(Posting.Initialize("2024-11-05"))).GetProperty("id").GetInt32());
        }

        await McpSite.UntilAsync(() => Open(site) == 0);
    }

    [Fact]
    public async Task A_flood_of_broken_messages_leaves_a_server_that_answers()
    {
        string[] broken = ["", "{", "[]", "\"\\ud800\"", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":{}}}""", new('[', 50_000)];
        await using var site = await McpSite.StartAsync();

        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), async (number, _) =>
        {
            var answer = await site.PostAsync("/mcp", broken[number % broken.Length]);
            Assert.True((int)answer.Status is 200 or 400, $"{(int)answer.Status} {answer.Text}");
        });

        var time = await site.CallNewestAsync("/mcp", "tools/call", """{"name":"get_current_datetime","arguments":{}}""");
        Assert.Equal(HttpStatusCode.OK, time.Status);
    }

    private static int Open(McpSite site) => site.Services.GetRequiredService<SseConnections>().Count;

    private void AddWaiting(IServiceCollection services) => services.AddSingleton<MemoryTool>(_waiting);
}
