using System.Net;
using System.Text.Json;
using AgentMemory.Models;
using AgentMemory.ModelServers;
using AgentMemory.SummaryViews;
using AgentMemory.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Api.Tests.Http;

/// <summary>Summary views with two models: the fast one behind the OpenAI protocol, the other behind Anthropic's.</summary>
public sealed class SummaryViewModelTests(SummaryViewModelTests.HostWithModels host)
    : IClassFixture<SummaryViewModelTests.HostWithModels>, IDisposable
{
    private const string Views = "/v1/summary-views";

    public sealed class HostWithModels : ApiHost
    {
        internal ModelServer Models { get; private set; } = null!;

        /// <summary>The models serve summary views alone.</summary>
        protected override EngineOptions Engine => new() { ExtractTopics = false, ExtractEntities = false };

        public override async Task InitializeAsync()
        {
            Models = await ModelServer.StartAsync();
            await base.InitializeAsync();
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await Models.DisposeAsync();
        }

        protected override void Configure(IServiceCollection services)
        {
            var generation = new ChatModelOptions
            {
                Model = "claude-big",
                Provider = ChatProvider.Anthropic,
                Endpoint = Models.Root,
                ApiKey = "key",
                ContextWindow = 200_000,
                MaximumRetries = 0,
                FailuresBeforeBreak = 1000,
            };
            services.AddSingleton(TokenBudget.None);
            services.AddLanguageModels(generation, generation with
            {
                Model = "small",
                Provider = ChatProvider.OpenAI,
                Endpoint = Models.OpenAIBase,
                ContextWindow = 8000,
            });
        }
    }

    public void Dispose()
    {
        host.Models.Behaviour = ModelBehaviour.Well;
        host.Models.Answer = request => request.User;
    }

    [Fact, Trait("Spec", "10.16")]
    public async Task The_fast_model_is_given_the_group_and_its_memories_in_order_as_compact_lines()
    {
        await RememberAsync("order", """
            {"id":"o2","text":"Second","created_at":"2026-01-02T00:00:00Z"},
            {"id":"o1","text":"First “quoted”","created_at":"2026-01-03T00:00:00Z","event_date":"2026-01-01T00:00:00Z",
             "topics":["t"],"session_id":"s","namespace":"n","metadata":{"b":1,"a":{"d":2,"c":3}}}
            """);
        host.Models.Answer = _ => "  A summary.  ";

        var answer = await RunPartitionAsync(await CreatedAsync(), "order");

        Assert.Equal("A summary.", answer.GetProperty("summary").GetString());
        var asked = host.Models.Requests.Last();
        Assert.Equal((ModelProtocol.OpenAI, "small", SummaryPrompt.DefaultInstructions), (asked.Protocol, asked.Model, asked.System));
        Assert.Equal(
            """
            GROUP: {"user_id":"order"}
            MEMORIES:
            {"created_at":"2026-01-03T00:00:00Z","event_date":"2026-01-01T00:00:00Z","extraction_strategy":"discrete","id":"o1","metadata":{"a":{"c":3,"d":2},"b":1},"namespace":"n","session_id":"s","text":"First “quoted”","topics":["t"],"user_id":"order"}
            {"created_at":"2026-01-02T00:00:00Z","event_date":null,"extraction_strategy":"discrete","id":"o2","metadata":{},"namespace":null,"session_id":null,"text":"Second","topics":[],"user_id":"order"}
            2 of 2 memories included.
            """,
            asked.User);
    }

    [Theory, Trait("Spec", "10.16"), Trait("Trap", "T41")]
    [InlineData("claude-big", "claude-big", ModelProtocol.Anthropic)]
    [InlineData("small", "small", ModelProtocol.OpenAI)]
    [InlineData("gpt-9-unheard-of", "small", ModelProtocol.OpenAI)]
    public async Task A_view_may_name_one_of_the_models_and_its_own_prompt(string named, string asked, ModelProtocol protocol)
    {
        await RememberAsync("named", """{"id":"n1","text":"Something"}""");
        var view = await CreatedAsync($$""","prompt":"Say it in verse","model_name":"{{named}}" """);
        await RunPartitionAsync(view, "named");
        var request = host.Models.Requests.Last();
        Assert.Equal((asked, protocol, "Say it in verse"), (request.Model, request.Protocol, request.System));
    }

    [Fact, Trait("Spec", "10.16")]
    public async Task All_memories_count_and_those_that_fit_are_shown()
    {
        var long_ = new string('x', 6000);
        var memories = Enumerable.Range(0, 230).Select(number =>
            $$"""{"id":"l{{number:000}}","text":"{{number}} {{(number < 3 ? long_ : "short")}}","created_at":"2026-01-01T00:00:00Z","event_date":"2026-01-01T00:{{number / 60:00}}:{{number % 60:00}}Z"}""");
        await RememberAsync("many", string.Join(',', memories));
        var view = await CreatedAsync();

        Assert.Equal(230, (await RunPartitionAsync(view, "many")).GetProperty("memory_count").GetInt32());
        var lines = host.Models.Requests.Last().User.Split('\n')[2..];

        // 8000 tokens: 5600 may be used, 800 are kept for the answer, and a line has at most 400.
        Assert.All(lines[..^1], line => Assert.InRange(line.Length, 1, 1608));
        Assert.InRange(lines.Sum(line => line.Length) / 4, 4000, 4800);
        Assert.InRange(lines.Length - 1, 50, 199);
        Assert.Equal($"{lines.Length - 1} of 230 memories included.", lines[^1]);
        Assert.Contains("\"id\":\"l000\"", lines[0], StringComparison.Ordinal);

        await RunPartitionAsync(await CreatedAsync(""","model_name":"claude-big" """), "many");
        Assert.EndsWith("\n200 of 230 memories included.", host.Models.Requests.Last().User, StringComparison.Ordinal);
    }

    [Theory, Trait("Spec", "10.16")]
    [InlineData("down")]
    [InlineData("empty")]
    [InlineData("nonsense")]
    public async Task A_failing_model_is_answered_with_a_fixed_sentence_that_replaces_no_summary(string failure)
    {
        await RememberAsync("failing", """{"id":"x1","text":"Something"}""");
        var view = await CreatedAsync();
        host.Models.Behaviour = failure switch
        {
            "down" => ModelBehaviour.Refuse(500),
            "empty" => ModelBehaviour.Empty,
            _ => ModelBehaviour.NotTheProtocol,
        };
        Assert.Equal(PartitionSummarizer.Fallback, (await RunPartitionAsync(view, "failing")).GetProperty("summary").GetString());
        Assert.Equal(PartitionSummarizer.Fallback, await StoredAsync(view));

        host.Models.Behaviour = ModelBehaviour.Well;
        host.Models.Answer = _ => "Good";
        await RunAsync(view);
        Assert.Equal("Good", await StoredAsync(view));

        host.Models.Behaviour = ModelBehaviour.Refuse(500);
        Assert.Equal(PartitionSummarizer.Fallback, (await RunPartitionAsync(view, "failing")).GetProperty("summary").GetString());
        await RunAsync(view);
        Assert.Equal("Good", await StoredAsync(view));
    }

    [Fact]
    public async Task A_run_counts_as_usage_of_the_memories_namespace()
    {
        await RememberAsync("used", """{"id":"u1","text":"Something","namespace":"usage"}""");
        var view = (await host.Client.SendAsync(
            "POST", Views, """{"source":"long_term","group_by":["namespace"],"filters":{"user_id":"used"} }""")).Json.GetProperty("id").GetString();
        await host.Client.SendAsync("POST", $"{Views}/{view}/partitions/run", """{"group":{"namespace":"usage"}}""");

        var usage = (await host.Client.SendAsync("GET", "/v1/usage?namespace=usage")).Json;
        var day = Assert.Single(usage.GetProperty("days").EnumerateArray().ToArray());
        Assert.Equal(
            ("usage", "small", "summary_view", 1),
            (day.GetProperty("namespace").GetString(), day.GetProperty("model").GetString(), day.GetProperty("operation").GetString(),
                day.GetProperty("calls").GetInt32()));
        Assert.True(day.GetProperty("input_tokens").GetInt32() > 0);
        Assert.False(usage.GetProperty("budget").GetProperty("namespaces")[0].GetProperty("paused").GetBoolean());
    }

    [Theory]
    [InlineData("from=yesterday", HttpStatusCode.UnprocessableEntity)]
    [InlineData("from=2026-02-30", HttpStatusCode.UnprocessableEntity)]
    [InlineData("from=2026-03-02&to=2026-03-01", HttpStatusCode.BadRequest)]
    public async Task Days_that_cannot_be_are_refused(string query, HttpStatusCode status) =>
        Assert.Equal(status, (await host.Client.SendAsync("GET", $"/v1/usage?{query}")).Status);

    private async Task<string> CreatedAsync(string more = "")
    {
        var answer = await host.Client.SendAsync("POST", Views, $$"""{"source":"long_term","group_by":["user_id"]{{more}} }""");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json.GetProperty("id").GetString()!;
    }

    private async Task RememberAsync(string user, string memories)
    {
        var answer = await host.Client.SendAsync("POST", $"/v1/long-term-memory/?user_id={user}", $$"""{"deduplicate":false,"memories":[{{memories}}]}""");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
    }

    private async Task<JsonElement> RunPartitionAsync(string view, string user)
    {
        var answer = await host.Client.SendAsync("POST", $"{Views}/{view}/partitions/run", $$"""{"group":{"user_id":"{{user}}"} }""");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    private async Task RunAsync(string view)
    {
        Assert.Equal(HttpStatusCode.OK, (await host.Client.SendAsync("POST", $"{Views}/{view}/run", "{}")).Status);
        await host.RunDueTasksAsync();
    }

    private async Task<string?> StoredAsync(string view) =>
        (await host.Client.SendAsync("GET", $"{Views}/{view}/partitions?user_id=failing")).Json[0].GetProperty("summary").GetString();
}
