using System.Net;
using System.Text.Json;

namespace AgentMemory.Api.Tests.Http;

/// <summary>What clients send besides, or otherwise than, what the contract declares.</summary>
public sealed class LenientRequestTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory, Trait("Spec", "1.2")]
    [InlineData("GET", "/v1/working-memory/?limit=5&unknown=1&session_id=x", null)]
    [InlineData("PUT", "/v1/working-memory/lenient?background=true", """{"session_id":"other","unsaved":true,"messages":[{"role":"user","content":"x","name":"n"}]}""")]
    [InlineData("POST", "/v1/long-term-memory/?background=true", """{"memories":[{"id":"lenient","text":"x","extra":{"a":1}}],"user_id":"u","namespace":"n"}""")]
    [InlineData("POST", "/v1/long-term-memory/search?force=1", """{"text":"x","filters":{"user_id":{"eq":"u"}},"unknown":[1]}""")]
    [InlineData("DELETE", "/v1/long-term-memory?memory_ids=none&force=true", null)]
    [InlineData("POST", "/v1/long-term-memory/forget", """{"policy":{"unknown":1},"namespace":"n","dry_run":false}""")]
    [InlineData("POST", "/v1/memory/prompt?unknown=1", """{"query":"q","session":{"session_id":"none","unknown":1},"extra":null}""")]
    public async Task Members_and_parameters_nobody_declared_are_ignored(string method, string path, string? body)
    {
        var answer = await host.Client.SendAsync(method, path, body);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
    }

    [Fact, Trait("Spec", "1.2")]
    public async Task A_number_may_come_as_text_and_an_integer_with_a_fraction_of_zero()
    {
        var put = await host.Client.SendAsync(
            "PUT", "/v1/working-memory/numbers?context_window_max=100", """{"tokens":"7","ttl_seconds":60.0,"messages":[]}""");
        Assert.Equal((7, 60), (put.Json.GetProperty("tokens").GetInt32(), put.Json.GetProperty("ttl_seconds").GetInt32()));
        var search = await host.Client.SendAsync("POST", "/v1/long-term-memory/search", """{"limit":"5","offset":0.0,"hybrid_alpha":"0.5"}""");
        Assert.Equal(HttpStatusCode.OK, search.Status);
        var prompt = await host.Client.SendAsync(
            "POST", "/v1/memory/prompt", """{"query":"q","session":{"session_id":"none","context_window_max":"16000"}}""");
        Assert.Equal(HttpStatusCode.OK, prompt.Status);
    }

    [Theory, Trait("Spec", "1.3")]
    [InlineData("pref_dark_mode")]
    [InlineData("test-client-123")]
    [InlineData("7")]
    [InlineData("ü/ 😀?#%")]
    public async Task An_id_is_any_text_the_client_likes(string id)
    {
        var json = JsonSerializer.Serialize(id);
        var created = await host.Client.SendAsync("POST", "/v1/long-term-memory/", $$"""{"memories":[{"id":{{json}},"text":"Text of {{Guid.NewGuid()}}"}]}""");
        Assert.Equal("""{"status":"ok"}""", created.Text);
        var got = await host.Client.SendAsync("GET", "/v1/long-term-memory/" + Uri.EscapeDataString(id));
        Assert.Equal(id, got.Json.GetProperty("id").GetString());
    }

    [Theory, Trait("Spec", "4.4"), Trait("Spec", "15.9")]
    [InlineData("POST", "/v1/long-term-memory/", """{"memories":[{"id":"c","text":"x","topics":["fine","a,b"]}]}""", "topics[1]")]
    [InlineData("POST", "/v1/long-term-memory/", """{"memories":[{"id":"c","text":"x","entities":["a,b"]}]}""", "entities[0]")]
    [InlineData("POST", "/v1/long-term-memory/", """{"memories":[{"id":"c","text":"x","extracted_from":["a,b"]}]}""", "extracted_from[0]")]
    [InlineData("POST", "/long-term-memory", """{"memories":[{"text":"x","topics":["a,b"]}]}""", "topics[0]")]
    [InlineData("PATCH", "/v1/long-term-memory/c", """{"topics":["a,b"]}""", "topics[0]")]
    [InlineData("PATCH", "/v1/long-term-memory/c", """{"entities":["a,b"]}""", "entities[0]")]
    [InlineData("PUT", "/v1/working-memory/c", """{"memories":[{"id":"c","text":"x","topics":["a,b"]}]}""", "topics[0]")]
    [InlineData("PUT", "/v1/working-memory/c", """{"memories":[{"text":"x","entities":["a,b"]}]}""", "entities[0]")]
    [InlineData("PUT", "/v1/working-memory/c", """{"memories":[{"text":"x","extracted_from":["a,b"]}]}""", "extracted_from[0]")]
    public async Task A_comma_in_a_tag_gets_in_nowhere(string method, string path, string body, string where)
    {
        var answer = await host.Client.SendAsync(method, path, body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        var message = Assert.Single(answer.Detail.EnumerateArray()).GetProperty("msg").GetString();
        Assert.Contains(where, message, StringComparison.Ordinal);
        Assert.Contains("a,b", message, StringComparison.Ordinal);
    }

    [Theory, Trait("Spec", "1.4"), Trait("Spec", "2.6")]
    [InlineData("POST", "/v1/long-term-memory/", """{"memories":[{"text":"x"}]}""", """["body","memories",0,"id"]""")]
    [InlineData("POST", "/v1/long-term-memory/", """{"memories":[{"id":"x"}]}""", """["body","memories",0,"text"]""")]
    [InlineData("POST", "/v1/long-term-memory/", "{}", """["body","memories"]""")]
    [InlineData("POST", "/v1/long-term-memory/forget", "{}", """["body","policy"]""")]
    [InlineData("POST", "/v1/memory/prompt", """{"long_term_search":true}""", """["body","query"]""")]
    [InlineData("POST", "/v1/memory/prompt", """{"query":"q","session":{}}""", """["body","session","session_id"]""")]
    [InlineData("PUT", "/v1/working-memory/c", """{"messages":[{"role":"user"}]}""", """["body","messages",0,"content"]""")]
    public async Task A_missing_field_is_422_and_says_field_required(string method, string path, string body, string location)
    {
        var answer = await host.Client.SendAsync(method, path, body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        var error = Assert.Single(answer.Detail.EnumerateArray());
        Assert.Equal(
            ("missing", "Field required", location),
            (error.GetProperty("type").GetString(), error.GetProperty("msg").GetString(), error.GetProperty("loc").GetRawText()));
    }
}
