using System.Net;
using System.Text.Json;

namespace AgentMemory.Api.Tests.Http;

/// <summary>A session cut to a context window. By the estimate each message here has 10 tokens.</summary>
public sealed class ContextWindowTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const int Messages = 5;

    [Theory, Trait("Spec", "2.3")]
    [InlineData("context_window_max=20", "m3 m4")]
    [InlineData("context_window_max=29", "m3 m4")]
    [InlineData("context_window_max=1", "m4")]
    [InlineData("context_window_max=50", "m0 m1 m2 m3 m4")]
    [InlineData("context_window_max=20&recent_messages_limit=1", "m4")]
    [InlineData("context_window_max=0", "m0 m1 m2 m3 m4")]
    [InlineData("model_name=gpt-4o", "m0 m1 m2 m3 m4")]
    [InlineData("context_window_max=20&model_name=gpt-4o", "m3 m4")]
    public async Task The_oldest_messages_are_left_out_until_the_rest_fits_and_the_newest_stays(string query, string ids)
    {
        var path = await CreateAsync();
        Assert.Equal(ids, Ids(await GetAsync($"{path}?{query}")));
        Assert.Equal("m0 m1 m2 m3 m4", Ids(await GetAsync(path)));
    }

    [Theory, Trait("Spec", "10.4"), Trait("Spec", "15.1")]
    [InlineData("context_window_max=100", 50, 50 / 70.0 * 100)]
    [InlineData("context_window_max=60", 50 / 60.0 * 100, 100)]
    [InlineData("context_window_max=20", 100, 100)]
    [InlineData("context_window_max=5", 100, 100)]
    [InlineData("context_window_max=100&model_name=gpt-4", 50, 50 / 70.0 * 100)]
    [InlineData("context_window_max=1", 100, 100)]
    public async Task Percentages_are_capped_and_the_maximum_beats_the_model(string query, double total, double untilSummarization)
    {
        var session = await GetAsync($"{await CreateAsync()}?{query}");
        Assert.Equal(total, session.GetProperty("context_percentage_total_used").GetDouble(), 9);
        Assert.Equal(untilSummarization, session.GetProperty("context_percentage_until_summarization").GetDouble(), 9);
    }

    [Theory, Trait("Spec", "10.4"), Trait("Spec", "1.3")]
    [InlineData("")]
    [InlineData("?context_window_max=0")]
    [InlineData("?context_window_max=-5")]
    public async Task Without_a_usable_limit_both_percentages_are_there_and_null(string query)
    {
        var session = await GetAsync(await CreateAsync() + query);
        Assert.Equal(JsonValueKind.Null, session.GetProperty("context_percentage_total_used").ValueKind);
        Assert.Equal(JsonValueKind.Null, session.GetProperty("context_percentage_until_summarization").ValueKind);
    }

    [Theory, Trait("Spec", "10.4"), Trait("Spec", "15.1")]
    [InlineData("context_window_max=-5")]
    [InlineData("model_name=gpt-4o")]
    public async Task A_session_without_messages_uses_nothing_whatever_the_limit(string query)
    {
        var answer = await host.Client.SendAsync("PUT", $"/v1/working-memory/{Guid.NewGuid():N}?{query}", "{}");
        Assert.Equal("0", answer.Json.GetProperty("context_percentage_total_used").GetRawText());
        Assert.Equal("0", answer.Json.GetProperty("context_percentage_until_summarization").GetRawText());
    }

    private async Task<string> CreateAsync()
    {
        var path = $"/v1/working-memory/{Guid.NewGuid():N}";
        var messages = Enumerable.Range(0, Messages).Select(number =>
            $$"""{"id":"m{{number}}","role":"user","content":"{{new string('x', 34)}}","created_at":"2026-01-31T10:00:0{{number}}Z"}""");
        var answer = await host.Client.SendAsync("PUT", path, $$"""{"messages":[{{string.Join(',', messages)}}]}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return path;
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        var answer = await host.Client.SendAsync("GET", path);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Json;
    }

    private static string Ids(JsonElement session) =>
        string.Join(' ', session.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("id").GetString()));
}
