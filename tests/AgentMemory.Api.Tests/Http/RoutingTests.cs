using System.Net;
using System.Text.Json;

namespace AgentMemory.Api.Tests.Http;

public sealed class RoutingTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact, Trait("Spec", "2.1")]
    public async Task Health_answers_the_time_in_milliseconds_as_an_integer()
    {
        foreach (var path in new[] { "/v1/health", "/v1/health/", "/health" })
        {
            var answer = await host.Client.SendAsync("GET", path, (string?)null, ("X-Refuse", "1"));
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            var now = DateTimeOffset.FromUnixTimeMilliseconds(answer.Json.GetProperty("now").GetInt64());
            Assert.InRange(DateTimeOffset.UtcNow - now, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task Ready_tells_the_state_of_every_part_with_snake_case_names()
    {
        var answer = await host.Client.SendAsync("GET", "/v1/ready");
        Assert.Equal(
            """{"status":"ok","store":{"status":"ok","detail":null},"search":"lexical","embedding":{"status":"not_configured","detail":null},"language_model":{"status":"not_configured","detail":null},"worker":{"status":"ok","detail":null},"capabilities":{"long_term_memory":true},"methods":{},"settings":{}}""",
            answer.Text);
    }

    [Fact, Trait("Spec", "1.4")]
    public async Task An_unknown_route_is_404_with_a_detail()
    {
        var answer = await host.Client.SendAsync("GET", "/v2/health");
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("""{"detail":"Not Found"}""", answer.Text);
    }

    [Theory, Trait("Spec", "1.4")]
    [InlineData("POST", "/v1/health", "GET")]
    [InlineData("HEAD", "/v1/health", "GET")]
    [InlineData("PUT", "/v1/long-term-memory/search", "POST")]
    [InlineData("GET", "/v1/memory/prompt/", "POST")]
    public async Task A_wrong_method_is_405_and_names_the_right_one(string method, string path, string allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await host.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Contains(allowed, response.Content.Headers.Allow);
        if (method != "HEAD")
            Assert.Equal("""{"detail":"Method Not Allowed"}""", await response.Content.ReadAsStringAsync());
    }

    [Theory, Trait("Spec", "2")]
    [InlineData("GET", "/v1/working-memory/")]
    [InlineData("GET", "/v1/working-memory/s1")]
    [InlineData("PUT", "/v1/working-memory/s1")]
    [InlineData("POST", "/v1/working-memory/s1/messages")]
    [InlineData("DELETE", "/v1/working-memory/s1")]
    [InlineData("POST", "/v1/long-term-memory/")]
    [InlineData("DELETE", "/v1/long-term-memory")]
    [InlineData("POST", "/v1/long-term-memory/search")]
    [InlineData("POST", "/v1/long-term-memory/compact")]
    [InlineData("POST", "/v1/long-term-memory/forget")]
    [InlineData("GET", "/v1/long-term-memory/m1")]
    [InlineData("PATCH", "/v1/long-term-memory/m1")]
    [InlineData("POST", "/v1/memory/prompt")]
    [InlineData("GET", "/sessions/")]
    [InlineData("GET", "/sessions/s1/memory")]
    [InlineData("POST", "/long-term-memory")]
    [InlineData("POST", "/memory-prompt")]
    public async Task A_caller_who_is_not_let_in_reaches_no_memory(string method, string path)
    {
        foreach (var form in new[] { path.TrimEnd('/'), path.TrimEnd('/') + "/" })
        {
            var answer = await host.Client.SendAsync(method, form, (string?)null, ("X-Refuse", "1"));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        }
    }

    [Theory, Trait("Spec", "1.1")]
    [InlineData("GET", "/v1/health")]
    [InlineData("GET", "/v1/working-memory")]
    [InlineData("PUT", "/v1/working-memory/slash")]
    [InlineData("GET", "/v1/working-memory/slash")]
    [InlineData("POST", "/v1/working-memory/slash/messages")]
    [InlineData("DELETE", "/v1/working-memory/slash")]
    [InlineData("POST", "/v1/long-term-memory")]
    [InlineData("GET", "/v1/long-term-memory/slash")]
    [InlineData("PATCH", "/v1/long-term-memory/slash")]
    [InlineData("POST", "/v1/long-term-memory/search")]
    [InlineData("POST", "/v1/long-term-memory/compact")]
    [InlineData("POST", "/v1/long-term-memory/forget")]
    [InlineData("DELETE", "/v1/long-term-memory")]
    [InlineData("POST", "/v1/memory/prompt")]
    public async Task A_path_is_the_same_with_and_without_its_slash_and_never_redirected(string method, string path)
    {
        var body = path.Contains("/working-memory", StringComparison.Ordinal)
            ? """{"messages":[{"id":"m","role":"user","content":"x"}]}"""
            : """{"query":"q","long_term_search":true,"memories":[{"id":"slash","text":"x"}],"pinned":true,"policy":{}}""";
        var content = method is "PUT" or "POST" or "PATCH" ? body : null;
        using var direct = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.Client.BaseAddress };
        await direct.SendAsync("PUT", "/v1/working-memory/slash", body: "{}");
        await direct.SendAsync("POST", "/v1/long-term-memory/", body: """{"memories":[{"id":"slash","text":"x"}]}""");
        foreach (var form in new[] { path, path + "/" })
        {
            if (method == "DELETE" || form.EndsWith("/messages/", StringComparison.Ordinal))
                await direct.SendAsync("PUT", "/v1/working-memory/slash", body: "{}");
            var answer = await direct.SendAsync(method, form, content);
            Assert.True(answer.Status == HttpStatusCode.OK, $"{method} {form}: {answer.Status} {answer.Text}");
        }
    }

    [Theory, Trait("Spec", "1.4")]
    [InlineData("PUT", "/v1/working-memory/success", """{"context":"x"}""")]
    [InlineData("POST", "/v1/working-memory/success/messages", """{"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("DELETE", "/v1/working-memory/success-that-is-not-there", null)]
    [InlineData("GET", "/v1/working-memory/", null)]
    [InlineData("POST", "/v1/long-term-memory/", """{"memories":[{"id":"success","text":"x"}]}""")]
    [InlineData("DELETE", "/v1/long-term-memory?memory_ids=success-that-is-not-there", null)]
    [InlineData("POST", "/v1/long-term-memory/search", "{}")]
    [InlineData("POST", "/v1/long-term-memory/compact", null)]
    [InlineData("POST", "/v1/long-term-memory/forget", """{"policy":{}}""")]
    [InlineData("POST", "/v1/memory/prompt", """{"query":"q","long_term_search":true}""")]
    [InlineData("GET", "/v1/health", null)]
    public async Task Success_is_200_with_a_JSON_object_always(string method, string path, string? body)
    {
        var answer = await host.Client.SendAsync(method, path, body);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(JsonValueKind.Object, answer.Json.ValueKind);
    }
}
