using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AgentMemory.Api.Tests.Http;

public sealed class MalformedRequestTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly (string Method, string Path)[] WithBody =
    [
        ("PUT", "/v1/working-memory/s1"), ("POST", "/v1/working-memory/s1/messages"), ("POST", "/v1/long-term-memory/"),
        ("POST", "/v1/long-term-memory/search"), ("PATCH", "/v1/long-term-memory/m1"), ("POST", "/v1/long-term-memory/forget"),
        ("POST", "/v1/memory/prompt"), ("PUT", "/sessions/s1/memory"), ("POST", "/sessions/s1/memory"), ("POST", "/long-term-memory"),
        ("POST", "/long-term-memory/search"), ("POST", "/memory-prompt"), ("POST", "/v1/summary-views"),
        ("POST", "/v1/summary-views/v/partitions/run"), ("POST", "/v1/summary-views/v/run"),
    ];

    private static readonly Dictionary<string, byte[]> Bodies = new()
    {
        ["nothing"] = [],
        ["half an object"] = "{\"text\":"u8.ToArray(),
        ["a list"] = "[]"u8.ToArray(),
        ["a text"] = "\"x\""u8.ToArray(),
        ["null"] = "null"u8.ToArray(),
        ["two values"] = "{} {}"u8.ToArray(),
        ["a comment"] = "{/**/}"u8.ToArray(),
        ["not a number"] = "{\"limit\":NaN}"u8.ToArray(),
        ["invalid UTF-8"] = [(byte)'{', (byte)'"', 0xC3, (byte)'"', (byte)':', (byte)'1', (byte)'}'],
        ["UTF-16"] = Encoding.Unicode.GetBytes("{}"),
        ["half a character"] = "{\"text\":\"\\ud800\"}"u8.ToArray(),
        ["half a character as a name"] = "{\"\\ud800\":1}"u8.ToArray(),
        ["too deep"] = Encoding.ASCII.GetBytes("{\"data\":" + new string('[', 5000) + new string(']', 5000) + "}"),
        ["a raw zero"] = "{\"text\":\"\0\"}"u8.ToArray(),
    };

    public static TheoryData<string, string, string> Combinations()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (method, path) in WithBody)
        {
            foreach (var body in Bodies.Keys)
                data.Add(method, path, body);
        }

        return data;
    }

    public static TheoryData<string, string> Routes()
    {
        var data = new TheoryData<string, string>();
        foreach (var (method, path) in WithBody)
            data.Add(method, path);
        return data;
    }

    [Theory, Trait("Spec", "1.4")]
    [MemberData(nameof(Combinations))]
    public async Task A_body_that_is_no_JSON_object_is_422(string method, string path, string body)
    {
        var content = new ByteArrayContent(Bodies[body]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        AssertInvalid(await host.Client.SendAsync(method, path, content));
    }

    [Theory, Trait("Spec", "1.4")]
    [MemberData(nameof(Routes))]
    public async Task A_form_or_plain_text_is_not_taken_for_JSON(string method, string path)
    {
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "nonsense" })
        {
            var content = new ByteArrayContent("{}"u8.ToArray());
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            AssertInvalid(await host.Client.SendAsync(method, path, content));
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_body_over_the_limit_is_413_whether_its_length_is_announced_or_not(string method, string path)
    {
        var body = Encoding.UTF8.GetBytes("{\"data\":\"" + new string('x', 1024 * 1024) + "\"}");
        foreach (var chunked in new[] { false, true })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Content = chunked ? new StreamContent(new MemoryStream(body)) : new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.TransferEncodingChunked = chunked;
            using var response = await host.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
            var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            Assert.Contains("1048576 bytes", answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory, Trait("Spec", "17.3")]
    [InlineData("GET", "/v1/working-memory/?limit=500", """[{"type":"less_than_equal","loc":["query","limit"],"msg":"Input should be less than or equal to 100","input":"500","ctx":{"le":100}}]""")]
    [InlineData("GET", "/v1/working-memory/?limit=0", """[{"type":"greater_than_equal","loc":["query","limit"],"msg":"Input should be greater than or equal to 1","input":"0","ctx":{"ge":1}}]""")]
    [InlineData("GET", "/v1/working-memory/?offset=-1&limit=x", """[{"type":"int_parsing","loc":["query","limit"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"x"},{"type":"greater_than_equal","loc":["query","offset"],"msg":"Input should be greater than or equal to 0","input":"-1","ctx":{"ge":0}}]""")]
    [InlineData("GET", "/v1/working-memory/s1?context_window_max=big", """[{"type":"int_parsing","loc":["query","context_window_max"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"big"}]""")]
    [InlineData("POST", "/v1/long-term-memory/forget?dry_run=maybe", """[{"type":"bool_parsing","loc":["query","dry_run"],"msg":"Input should be a valid boolean, unable to interpret input","input":"maybe"},{"type":"missing","loc":["body","policy"],"msg":"Field required","input":{}}]""")]
    public async Task A_query_parameter_of_the_wrong_type_or_size_is_422(string method, string path, string detail)
    {
        var answer = await host.Client.SendAsync(method, path, method == "GET" ? null : "{}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal($$"""{"detail":{{detail}}}""", answer.Text);
    }

    [Theory, Trait("Spec", "17.3")]
    [InlineData("""{"memories":[{"text":"x"}]}""", """[{"type":"missing","loc":["body","memories",0,"id"],"msg":"Field required","input":{"text":"x"}}]""")]
    [InlineData("""{"memories":[{"id":"a","text":""}]}""", """[{"type":"value_error","loc":["body"],"msg":"Value error, Memory at index 0 has empty text","input":{"memories":[{"id":"a","text":""}]},"ctx":{"error":{}}}]""")]
    [InlineData("{}", """[{"type":"missing","loc":["body","memories"],"msg":"Field required","input":{}}]""")]
    [InlineData("", """[{"type":"missing","loc":["body"],"msg":"Field required","input":null}]""")]
    public async Task An_invalid_body_is_answered_in_the_known_shape(string body, string detail)
    {
        var answer = await host.Client.SendAsync("POST", "/v1/long-term-memory/", body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal($$"""{"detail":{{detail}}}""", answer.Text);
    }

    [Fact]
    public async Task An_id_longer_than_512_characters_is_422_wherever_it_stands()
    {
        var id = new string('x', 513);
        (string, string, string?)[] requests =
        [
            ("GET", $"/v1/working-memory/{id}", null), ("DELETE", $"/v1/working-memory/{id}", null),
            ("PUT", $"/v1/working-memory/{id}", "{}"), ("GET", $"/v1/working-memory/?namespace={id}", null),
            ("GET", $"/v1/working-memory/s?user_id={id}", null), ("GET", $"/v1/long-term-memory/{id}", null),
            ("DELETE", $"/v1/long-term-memory?memory_ids={id}", null), ("POST", $"/v1/long-term-memory/compact?namespace={id}", null),
            ("PUT", "/v1/working-memory/s", $$"""{"namespace":"{{id}}"}"""),
            ("PUT", "/v1/working-memory/s", $$"""{"messages":[{"id":"{{id}}","role":"user","content":"x"}]}"""),
            ("POST", "/v1/long-term-memory/", $$"""{"memories":[{"id":"{{id}}","text":"x"}]}"""),
            ("POST", "/v1/long-term-memory/", $$"""{"memories":[{"id":"a","text":"x","session_id":"{{id}}"}]}"""),
            ("GET", $"/v1/summary-views/{id}", null), ("GET", $"/v1/tasks/{id}", null), ("GET", $"/v1/working-memory/{id}/events", null),
            ("GET", $"/v1/long-term-memory/{id}/history", null), ("POST", $"/v1/long-term-memory/merges/{id}/undo", null),
            ("GET", $"/v1/usage?namespace={id}", null), ("POST", "/v1/summary-views/v/run", $$"""{"task_id":"{{id}}"}"""),
            ("POST", "/v1/memory/prompt", $$"""{"query":"q","session":{"session_id":"{{id}}"} }"""),
        ];
        foreach (var (method, path, body) in requests)
            AssertInvalid(await host.Client.SendAsync(method, path, body));
    }

    [Fact]
    public async Task A_zero_character_in_a_path_or_query_is_a_client_error()
    {
        foreach (var path in new[] { "/v1/working-memory/a%00b", "/v1/working-memory/a?namespace=x%00" })
            Assert.Contains((await host.Client.SendAsync("GET", path)).Status, new[] { HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity });
    }

    [Theory]
    [InlineData("If-Match", "42")]
    [InlineData("If-Match", "W/\"42\"")]
    [InlineData("If-Match", "\"1\", \"2\"")]
    [InlineData("If-Match", "\"abc\"")]
    [InlineData("If-None-Match", "\"42\"")]
    public async Task A_condition_that_is_not_understood_is_400(string header, string value)
    {
        var answer = await host.Client.SendAsync("PUT", "/v1/working-memory/s1", "{}", (header, value));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.StartsWith(header, answer.Detail.GetString(), StringComparison.Ordinal);
    }

    private static void AssertInvalid(Answer answer)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.NotEqual(0, answer.Detail.GetArrayLength());
        foreach (var error in answer.Detail.EnumerateArray())
        {
            Assert.Contains(error.GetProperty("loc")[0].GetString(), new[] { "body", "query", "path" });
            Assert.NotEmpty(error.GetProperty("msg").GetString()!);
            Assert.NotEmpty(error.GetProperty("type").GetString()!);
            Assert.True(error.TryGetProperty("input", out _));
        }
    }
}
