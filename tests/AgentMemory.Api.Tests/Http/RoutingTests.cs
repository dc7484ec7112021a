using System.Net;

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
            """{"status":"ok","store":{"status":"ok","detail":null},"search":"lexical","embedding":{"status":"not_configured","detail":null},"language_model":{"status":"not_configured","detail":null},"worker":{"status":"ok","detail":null},"capabilities":{"long_term_memory":true}}""",
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
}
