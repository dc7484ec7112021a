using System.Net;
using System.Text.Json;
using AgentMemory.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Api.Tests.Http;

public sealed class HostWithAModel : ApiHost
{
    internal WordEmbeddings Model { get; } = new();

    protected override void Configure(IServiceCollection services) => services.AddSingleton(Model.AsModel());
}

/// <summary>Searches over memories that have vectors.</summary>
public sealed class SearchModeTests(HostWithAModel host) : IClassFixture<HostWithAModel>, IAsyncLifetime
{
    private readonly string _namespace = "n-" + Guid.NewGuid().ToString("N");

    public async Task InitializeAsync()
    {
        string[] records =
        [
            """{"id":"coffee","text":"Drinks coffee every morning","topics":["drinks"]}""",
            """{"id":"espresso","text":"Had an espresso in Rome"}""",
            """{"id":"green","text":"Had green tea once"}""",
            """{"id":"tea","text":"Tea should not be green"}""",
            """{"id":"car","text":"Drives an automobile"}""",
        ];
        await host.Client.SendAsync(
            "POST", $"/v1/long-term-memory/?namespace={_namespace}", $$"""{"memories":[{{string.Join(',', records)}}]}""");
        await host.RunDueTasksAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact, Trait("Spec", "6.2")]
    public async Task A_semantic_hit_has_its_cosine_distance_and_one_minus_that_as_score()
    {
        var hits = await SearchAsync(""" "text":"coffee","distance_threshold":0.5 """);
        Assert.Equal(["coffee", "espresso"], Ids(hits).Order());
        Assert.All(hits, hit => Assert.Equal("semantic", hit.GetProperty("score_type").GetString()));
        Assert.All(hits, hit => Assert.Equal(1 - hit.GetProperty("dist").GetDouble(), hit.GetProperty("score").GetDouble(), 9));
    }

    [Fact, Trait("Spec", "6.2"), Trait("Spec", "15.8")]
    public async Task A_keyword_search_asks_no_model()
    {
        var calls = host.Model.Calls;
        var hits = await SearchAsync(""" "text":"coffee espresso","search_mode":"keyword" """);
        Assert.Equal(["coffee", "espresso"], Ids(hits).Order());
        Assert.All(hits, hit => Assert.Equal("keyword", hit.GetProperty("score_type").GetString()));
        Assert.Equal(1, hits[0].GetProperty("score").GetDouble());
        Assert.Equal(calls, host.Model.Calls);
    }

    [Theory, Trait("Spec", "6.2"), Trait("Spec", "15.8")]
    [InlineData("\\\"green tea\\\"", "keyword", "green")]
    [InlineData("\u201cgreen tea\u201d", "keyword", "green")]
    [InlineData("green tea", "keyword", "green tea")]
    [InlineData("\\\"green tea\\\" coffee", "keyword", "coffee green")]
    [InlineData("\\\"green tea\\\" coffee", "hybrid", "green")]
    [InlineData("\u201cgreen tea\u201d", "hybrid", "green")]
    public async Task A_quoted_phrase_is_one_clause_and_hybrid_demands_it(string text, string mode, string ids)
    {
        var hits = await SearchAsync($$""" "text":"{{text}}","search_mode":"{{mode}}" """);
        Assert.Equal(ids, string.Join(' ', Ids(hits).Order()));
    }

    [Fact, Trait("Spec", "6.2"), Trait("Spec", "15.8")]
    public async Task Scores_that_are_all_zero_stay_zero()
    {
        var hits = await SearchAsync(""" "text":"zanzibar","search_mode":"hybrid","hybrid_alpha":0 """);
        Assert.NotEmpty(hits);
        Assert.All(hits, hit => Assert.Equal(
            ("0", "1", "hybrid"),
            (hit.GetProperty("score").GetRawText(), hit.GetProperty("dist").GetRawText(), hit.GetProperty("score_type").GetString())));
    }

    [Fact, Trait("Spec", "6.2"), Trait("Spec", "15.8")]
    public async Task A_hybrid_hit_has_its_share_of_the_best_score()
    {
        var hits = await SearchAsync(""" "text":"coffee","search_mode":"hybrid" """);
        Assert.Equal("coffee", hits[0].GetProperty("id").GetString());
        Assert.Equal(1, hits[0].GetProperty("score").GetDouble());
        Assert.All(hits, hit => Assert.Equal("hybrid", hit.GetProperty("score_type").GetString()));
        Assert.All(hits, hit => Assert.Equal(1 - hit.GetProperty("score").GetDouble(), hit.GetProperty("dist").GetDouble(), 9));
    }

    [Theory, Trait("Spec", "6.2"), Trait("Spec", "15.8"), Trait("Spec", "15.14")]
    [InlineData("null", "semantic")]
    [InlineData("\"\"", "hybrid")]
    [InlineData("\" \\t\\n\"", "keyword")]
    public async Task A_blank_text_lists_everything_in_scope_in_every_mode_and_asks_no_model(string text, string mode)
    {
        var calls = host.Model.Calls;
        var hits = await SearchAsync($$""" "text":{{text}},"search_mode":"{{mode}}" """, "?optimize_query=true");
        Assert.Equal(5, hits.Length);
        Assert.All(hits, hit => Assert.Equal(
            ("0", "null", "null"),
            (hit.GetProperty("dist").GetRawText(), hit.GetProperty("score").GetRawText(), hit.GetProperty("score_type").GetRawText())));
        Assert.Equal(calls, host.Model.Calls);
    }

    [Theory, Trait("Spec", "6.5"), Trait("Trap", "T9")]
    [InlineData("semantic", true)]
    [InlineData("keyword", false)]
    [InlineData("hybrid", false)]
    public async Task Only_a_semantic_search_is_repeated_without_its_soft_filters(string mode, bool found)
    {
        var hits = await SearchAsync($$""" "text":"coffee","search_mode":"{{mode}}","topics":{"eq":"nonsense"} """);
        Assert.Equal(found, hits.Length > 0);
    }

    private async Task<JsonElement[]> SearchAsync(string members, string query = "")
    {
        var answer = await host.Client.SendAsync(
            "POST", "/v1/long-term-memory/search" + query,
            $$"""{"namespace":{"eq":"{{_namespace}}"},"recency_boost":false,{{members}}}""");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return [.. answer.Json.GetProperty("memories").EnumerateArray()];
    }

    private static IEnumerable<string> Ids(IEnumerable<JsonElement> hits) => hits.Select(hit => hit.GetProperty("id").GetString()!);
}
