using System.Net;
using System.Text;
using AgentMemory.Mcp.Tests.Transports.Support;
using AgentMemory.Server;

namespace AgentMemory.Mcp.Tests.Transports;

[Trait("Spec", "7.1")]
public sealed class StreamableHttpTests : IAsyncLifetime
{
    private const int ParseError = -32700;
    private const int InvalidRequest = -32600;
    private const int MethodNotFound = -32601;
    private const int InvalidParams = -32602;
    private const int HeaderMismatch = -32020;
    private const int UnsupportedRevision = -32022;
    private const int Transport = -32000;

    private McpSite _site = null!;

    public async Task InitializeAsync() => _site = await McpSite.StartAsync(
        ServerParts.All, ("MAX_REQUEST_BODY_BYTES", "100000"));

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Theory]
    [InlineData("2024-11-05")]
    [InlineData("2025-03-26")]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    public async Task Earlier_revisions_shake_hands_and_then_ask_without_a_session(string revision)
    {
        var hello = await _site.PostAsync("/mcp", Posting.Initialize(revision));
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (hello.Status, hello.MediaType));
        Assert.Equal(revision, hello.Result.GetProperty("protocolVersion").GetString());
        Assert.Equal("Redis Agent Memory Server", hello.Result.GetProperty("serverInfo").GetProperty("name").GetString());
        Assert.False(hello.Headers.Contains("Mcp-Session-Id"));

        var ready = await _site.PostAsync("/mcp", """{"jsonrpc":"2.0","method":"notifications/initialized"}""", ("MCP-Protocol-Version", revision));
        Assert.Equal((HttpStatusCode.Accepted, ""), (ready.Status, ready.Text));

        var tools = await _site.PostAsync("/mcp", """{"jsonrpc":"2.0","id":"t","method":"tools/list"}""", ("MCP-Protocol-Version", revision));
        Assert.Equal("t", tools.Message.GetProperty("id").GetString());
        Assert.Equal(10, tools.Result.GetProperty("tools").GetArrayLength());
        Assert.Equal("{}", (await _site.PostAsync("/mcp", """{"jsonrpc":"2.0","id":2,"method":"ping"}""")).Result.GetRawText());
    }

    [Fact]
    public async Task The_newest_revision_asks_at_once()
    {
        var discovered = await _site.CallNewestAsync("/mcp", "server/discover");
        Assert.Equal([Posting.Newest], discovered.Result.GetProperty("supportedVersions").EnumerateArray().Select(version => version.GetString()));

        var time = await _site.CallNewestAsync("/mcp", "tools/call", """{"name":"get_current_datetime","arguments":{}}""");
        Assert.EndsWith("Z", time.Result.GetProperty("structuredContent").GetProperty("iso_utc").GetString(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string[], HttpStatusCode, int> Contradictions => new()
    {
        { "unknown revision", Posting.NewestRequest("server/discover"), ["MCP-Protocol-Version: 2027-01-01"], HttpStatusCode.BadRequest, UnsupportedRevision },
        { "no revision header", Posting.NewestRequest("server/discover"), [], HttpStatusCode.BadRequest, HeaderMismatch },
        { "another revision in the header", Posting.NewestRequest("tools/list", "{}", Posting.Meta.Replace("2026", "2036", StringComparison.Ordinal)), Newest("tools/list"), HttpStatusCode.BadRequest, HeaderMismatch },
        { "no revision in the metadata", Posting.NewestRequest("tools/list", "{}", "{}"), Newest("tools/list"), HttpStatusCode.BadRequest, InvalidParams },
        { "no capabilities", Posting.NewestRequest("tools/list", "{}", """{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}"""), Newest("tools/list"), HttpStatusCode.BadRequest, InvalidParams },
        { "no method header", Posting.NewestRequest("tools/list"), ["MCP-Protocol-Version: " + Posting.Newest], HttpStatusCode.BadRequest, HeaderMismatch },
        { "another method in the header", Posting.NewestRequest("tools/list"), Newest("prompts/list"), HttpStatusCode.BadRequest, HeaderMismatch },
        { "no name header", Posting.NewestRequest("tools/call", """{"name":"get_current_datetime"}"""), Newest("tools/call"), HttpStatusCode.BadRequest, HeaderMismatch },
        { "another name in the header", Posting.NewestRequest("tools/call", """{"name":"get_current_datetime"}"""), [.. Newest("tools/call"), "Mcp-Name: memory_prompt"], HttpStatusCode.BadRequest, HeaderMismatch },
        { "a name header that is no Base64", Posting.NewestRequest("tools/call", """{"name":"get_current_datetime"}"""), [.. Newest("tools/call"), "Mcp-Name: =?base64?!?="], HttpStatusCode.BadRequest, HeaderMismatch },
        { "a removed method", Posting.NewestRequest("ping"), Newest("ping"), HttpStatusCode.NotFound, MethodNotFound },
        { "an unknown method", Posting.NewestRequest("memories/burn"), Newest("memories/burn"), HttpStatusCode.NotFound, MethodNotFound },
        { "two revisions in a handshake", Posting.Initialize("2025-06-18"), ["MCP-Protocol-Version: 2025-03-26"], HttpStatusCode.BadRequest, HeaderMismatch },
        { "a session", """{"jsonrpc":"2.0","id":1,"method":"ping"}""", ["Mcp-Session-Id: abc"], HttpStatusCode.BadRequest, Transport },
        { "no acceptable answer", """{"jsonrpc":"2.0","id":1,"method":"ping"}""", ["Accept: application/json"], HttpStatusCode.NotAcceptable, Transport },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public async Task Headers_that_contradict_the_message_are_refused(
        string what, string json, string[] headers, HttpStatusCode status, int code)
    {
        var refused = await _site.PostAsync("/mcp", json, [.. headers.Select(header => (header.Split(": ")[0], header.Split(": ")[1]))]);

        Assert.True((status, code) == (refused.Status, refused.ErrorCode), $"{what}: {(int)refused.Status} {refused.Text}");
    }

    [Fact]
    public async Task A_name_that_is_not_ascii_comes_encoded()
    {
        var encoded = $"=?base64?{Convert.ToBase64String("größe"u8)}?=";

        var answer = await _site.PostAsync(
            "/mcp", Posting.NewestRequest("tools/call", """{"name":"größe"}"""), [.. Newest("tools/call").Select(header => (header.Split(": ")[0], header.Split(": ")[1])), ("Mcp-Name", encoded)]);

        Assert.Equal((HttpStatusCode.OK, InvalidParams), (answer.Status, answer.ErrorCode));
        Assert.Contains("größe", answer.ErrorMessage, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[], HttpStatusCode, int> Broken => new()
    {
        { "nothing", [], HttpStatusCode.BadRequest, ParseError },
        { "half a message", """{"jsonrpc":"2.0","id":1,"""u8.ToArray(), HttpStatusCode.BadRequest, ParseError },
        { "no UTF-8", [(byte)'{', (byte)'"', 0xC3, (byte)'"', (byte)':', (byte)'1', (byte)'}'], HttpStatusCode.BadRequest, ParseError },
        { "half a character", """{"jsonrpc":"2.0","id":1,"method":"\ud83d"}"""u8.ToArray(), HttpStatusCode.BadRequest, ParseError },
        { "a name twice", """{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":1,"a":2}}"""u8.ToArray(), HttpStatusCode.BadRequest, ParseError },
        { "deep nesting", Deep(100), HttpStatusCode.BadRequest, ParseError },
        { "very deep nesting", Deep(40_000), HttpStatusCode.BadRequest, ParseError },
        { "a batch", """[{"jsonrpc":"2.0","id":1,"method":"ping"}]"""u8.ToArray(), HttpStatusCode.BadRequest, InvalidRequest },
        { "null", "null"u8.ToArray(), HttpStatusCode.BadRequest, InvalidRequest },
        { "another JSON-RPC", """{"jsonrpc":"1.0","id":1,"method":"ping"}"""u8.ToArray(), HttpStatusCode.BadRequest, InvalidRequest },
        { "a method that is a number", """{"jsonrpc":"2.0","id":1,"method":7}"""u8.ToArray(), HttpStatusCode.BadRequest, InvalidRequest },
        { "the id null", """{"jsonrpc":"2.0","id":null,"method":"ping"}"""u8.ToArray(), HttpStatusCode.BadRequest, InvalidRequest },
        { "an id that is an object", """{"jsonrpc":"2.0","id":{},"method":"ping"}"""u8.ToArray(), HttpStatusCode.BadRequest, InvalidRequest },
        { "a handshake without parameters", """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}"""u8.ToArray(), HttpStatusCode.BadRequest, InvalidParams },
        { "more than the limit", Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"{{new string('x', 100_001)}}"}"""), HttpStatusCode.RequestEntityTooLarge, InvalidRequest },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_message_is_an_error_for_its_sender_alone(string what, byte[] body, HttpStatusCode status, int code)
    {
        var refused = await _site.PostAsync("/mcp", body, "application/json");

        Assert.True((status, code) == (refused.Status, refused.ErrorCode), $"{what}: {(int)refused.Status} {refused.Text}");
        Assert.Equal("application/json", refused.MediaType);
        Assert.Equal("{}", (await _site.PostAsync("/mcp", """{"jsonrpc":"2.0","id":2,"method":"ping"}""")).Result.GetRawText());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("nonsense")]
    public async Task What_a_page_can_post_without_asking_is_not_taken(string contentType)
    {
        var refused = await _site.PostAsync("/mcp", """{"jsonrpc":"2.0","id":1,"method":"ping"}"""u8.ToArray(), contentType);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, InvalidRequest), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task A_limit_also_holds_for_bodies_of_unknown_length()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _site.At("/mcp"));
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.TransferEncodingChunked = true;
        request.Content = new StreamContent(new MemoryStream(new byte[200_000]));
        request.Content.Headers.ContentType = new("application/json");

        using var refused = await _site.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Contains("\"id\":null", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("PUT")]
    public async Task Other_methods_are_not_allowed(string method)
    {
        foreach (var path in new[] { "/mcp", "/work/mcp" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), _site.At(path));
            using var refused = await _site.SendAsync(request);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
            Assert.Contains("POST", refused.Content.Headers.Allow);
        }
    }

    [Theory, Trait("Trap", "T17")]
    [InlineData("/work/mcp", "work", null)]
    [InlineData("/a%2Fb/mcp", "a/b", null)]
    [InlineData("/a%252Fb/mcp", "a%2Fb", null)]
    [InlineData("/gr%C3%B6%C3%9Fe%20x/mcp?user_id=ann%2Fb", "größe x", "ann/b")]
    [InlineData("/mcp?user_id=ann", null, "ann")]
    [InlineData("/mcp", null, null)]
    public async Task The_url_says_where_calls_go_that_do_not(string path, string? @namespace, string? userId)
    {
        await _site.CallNewestAsync(path, "tools/call", """{"name":"create_long_term_memories","arguments":{"memories":[{"id":"m","text":"tea"}]}}""");

        var found = await _site.CallNewestAsync("/mcp", "tools/call", """{"name":"get_long_term_memory","arguments":{"memory_id":"m"}}""");

        var memory = found.Result.GetProperty("structuredContent");
        Assert.Equal((@namespace, userId), (Text("namespace"), Text("user_id")));
        string? Text(string name) => memory.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    [Theory]
    [InlineData("/mcp?user_id=")]
    [InlineData("/%00/mcp")]
    public async Task A_url_that_says_nothing_sensible_is_refused(string path)
    {
        var refused = await _site.PostAsync(path, """{"jsonrpc":"2.0","id":1,"method":"ping"}""");

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
    }

    private static string[] Newest(string method) => ["MCP-Protocol-Version: " + Posting.Newest, "Mcp-Method: " + method];

    private static byte[] Deep(int levels) => Encoding.UTF8.GetBytes(
        $$"""{"jsonrpc":"2.0","id":1,"method":"ping","params":{{string.Concat(Enumerable.Repeat("[", levels))}}{{new string(']', levels)}}}""");
}
