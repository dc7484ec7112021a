using System.Net;
using System.Text.Json;
using AgentMemory.SummaryViews;
using AgentMemory.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Api.Tests.Http;

/// <summary>Each test has users and views of its own on one server without a model.</summary>
public sealed class SummaryViewTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Views = "/v1/summary-views";

    [Fact, Trait("Spec", "2.14")]
    public async Task A_view_is_answered_with_a_ULID_and_listed_bare_and_oldest_first()
    {
        var answer = await CreateAsync(
            """
            {"name":"n","source":"long_term","group_by":["user_id","namespace","user_id"],"filters":{"namespace":"demo"},
             "time_window_days":"7","continuous":true,"prompt":"Say it briefly","model_name":"gpt-4o","whatever":1}
            """);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var id = answer.Json.GetProperty("id").GetString()!;
        Assert.Matches("^[0-7][0-9A-HJKMNP-TV-Z]{25}$", id);
        Assert.Equal(
            $$"""
            {"id":"{{id}}","name":"n","source":"long_term","group_by":["user_id","namespace"],"filters":{"namespace":"demo"},"time_window_days":7,"continuous":true,"prompt":"Say it briefly","model_name":"gpt-4o"}
            """,
            answer.Text);
        var later = await CreatedAsync("[]");

        Assert.Equal(answer.Text, (await host.Client.SendAsync("GET", $"{Views}/{id}")).Text);
        var listed = (await host.Client.SendAsync("GET", Views)).Json.EnumerateArray().Select(view => view.GetProperty("id").GetString()).ToList();
        Assert.True(listed.IndexOf(id) >= 0 && listed.IndexOf(id) < listed.IndexOf(later));
    }

    [Fact, Trait("Spec", "4.9")]
    public async Task What_a_request_leaves_out_has_its_default()
    {
        var answer = await CreateAsync("""{"source":"long_term"}""");
        Assert.EndsWith(
            ""","name":null,"source":"long_term","group_by":[],"filters":{},"time_window_days":null,"continuous":false,"prompt":null,"model_name":null}""",
            answer.Text, StringComparison.Ordinal);
    }

    [Theory, Trait("Spec", "2.14")]
    [InlineData("""{"source":"long_term","group_by":["user_id","topic","colour"]}""", "Unsupported group_by fields: colour, topic")]
    [InlineData("""{"source":"long_term","filters":{"topics":"x","mood":"y","created_at":"z"}}""", "Unsupported filter fields: created_at, mood")]
    [InlineData("""{"source":"working_memory"}""", "SummaryView source must be 'long_term': 'working_memory' is not supported yet")]
    public async Task What_views_do_not_have_is_400_with_sorted_names(string body, string detail)
    {
        var answer = await CreateAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(detail, answer.Detail.GetString());
    }

    [Theory, Trait("Spec", "2.14"), Trait("Trap", "T55")]
    [InlineData("""{}""", "source", "Field required")]
    [InlineData("""{"source":"elsewhere"}""", "source", "Input should be 'long_term' or 'working_memory'")]
    [InlineData("""{"source":"long_term","time_window_days":0}""", "time_window_days", "Input should be greater than or equal to 1")]
    [InlineData("""{"source":"long_term","group_by":"user_id"}""", "group_by", "Input should be a valid list")]
    [InlineData("""{"source":"long_term","filters":[]}""", "filters", "Input should be a valid dictionary")]
    [InlineData("""{"source":"long_term","filters":{"user_id":{"eq":"alice"}}}""", "user_id", "Value error, send a string, or a list of strings of which one must match")]
    [InlineData("""{"source":"long_term","filters":{"user_id":7}}""", "user_id", "Value error, send a string, or a list of strings of which one must match")]
    [InlineData("""{"source":"long_term","filters":{"topics":[]}}""", "topics", "Value error, send a string, or a list of strings of which one must match, or an object of operators")]
    [InlineData("""{"source":"long_term","filters":{"topics":["a",1]}}""", "1", "Input should be a valid string")]
    [InlineData("""{"source":"long_term","filters":{"topics":{"eq":"a","ne":"b"}}}""", "topics", "Value error, eq and ne cannot be combined")]
    [InlineData("""{"source":"long_term","filters":{"memory_type":"preference"}}""", "memory_type", "Value error, 'preference' is not a memory type; use 'episodic', 'semantic' or 'message'")]
    [InlineData("""{"source":"long_term","filters":{"memory_type":["semantic","dream"]}}""", "memory_type", "Value error, 'dream' is not a memory type; use 'episodic', 'semantic' or 'message'")]
    [InlineData("""{"source":"long_term","filters":{"event_date":"soon"}}""", "event_date", "Input should be a valid datetime or date, send ISO 8601 such as 2026-01-31T10:00:00Z, or Unix seconds")]
    public async Task What_is_not_understood_is_422_where_it_stands(string body, string field, string message)
    {
        var answer = await CreateAsync(body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        var error = Assert.Single(answer.Detail.EnumerateArray().ToArray());
        Assert.Equal(field, error.GetProperty("loc").EnumerateArray().Last().ToString());
        Assert.Equal(message, error.GetProperty("msg").GetString());
    }

    [Fact, Trait("Spec", "2.14")]
    public async Task A_view_that_is_not_there_is_404_by_name_and_deleted_all_the_same()
    {
        (string Method, string Path, string? Body)[] requests =
        [
            ("GET", $"{Views}/none", null), ("POST", $"{Views}/none/partitions/run", """{"group":{}}"""),
            ("GET", $"{Views}/none/partitions", null), ("POST", $"{Views}/none/run", "{}"),
        ];
        foreach (var (method, path, body) in requests)
        {
            var answer = await host.Client.SendAsync(method, path, body);
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            Assert.Equal("SummaryView none not found", answer.Detail.GetString());
        }

        var deleted = await host.Client.SendAsync("DELETE", $"{Views}/none");
        Assert.Equal((HttpStatusCode.OK, """{"status":"ok"}"""), (deleted.Status, deleted.Text));
    }

    [Fact, Trait("Spec", "10.16"), Trait("Trap", "T41")]
    public async Task Without_a_model_a_partition_lists_its_memories_and_says_so()
    {
        await RememberAsync("""{"id":"b","text":"later","user_id":"plain","event_date":"2026-02-01T00:00:00Z"}""");
        await RememberAsync("""{"id":"a","text":"two\nlines","user_id":"plain","event_date":"2026-01-01T00:00:00Z"}""");
        await RememberAsync("""{"id":"c","text":"not hers","user_id":"plainer"}""");
        var view = await CreatedAsync("""["user_id"]""");

        var answer = await RunPartitionAsync(view, """{"user_id":"plain"}""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(
            "No language model is configured, so this is a list and not a summary (2 of 2 memories):\n- two lines\n- later",
            answer.Json.GetProperty("summary").GetString());
        Assert.Equal(2, answer.Json.GetProperty("memory_count").GetInt32());
        var stored = (await host.Client.SendAsync("GET", $"{Views}/{view}/partitions")).Json;
        Assert.Equal(answer.Text, Assert.Single(stored.EnumerateArray().ToArray()).GetRawText());
    }

    [Fact, Trait("Spec", "10.16")]
    public async Task A_group_without_memories_has_the_known_empty_shape()
    {
        var view = await CreatedAsync("""["user_id","memory_type"]""");
        var answer = await RunPartitionAsync(view, """{"memory_type":"semantic","user_id":"nobody"}""");
        var computed = answer.Json.GetProperty("computed_at").GetString();
        Assert.Equal(
            $$$"""
            {"view_id":"{{{view}}}","group":{"memory_type":"semantic","user_id":"nobody"},"summary":"","memory_count":0,"empty":true,"empty_reason":"no_matching_memories","computed_at":"{{{computed}}}"}
            """,
            answer.Text);
    }

    [Theory, Trait("Spec", "2.14")]
    [InlineData("""{"user_id":"x"}""", "group must have exactly the fields of the view's group_by: [namespace, user_id], not [user_id]")]
    [InlineData("""{"user_id":"x","namespace":"y","session_id":"z"}""", "group must have exactly the fields of the view's group_by: [namespace, user_id], not [namespace, session_id, user_id]")]
    public async Task A_group_with_other_fields_than_the_views_is_400(string group, string detail)
    {
        var answer = await RunPartitionAsync(await CreatedAsync("""["user_id","namespace"]"""), group);
        Assert.Equal((HttpStatusCode.BadRequest, detail), (answer.Status, answer.Detail.GetString()));
    }

    [Theory, Trait("Trap", "T55")]
    [InlineData("POST", "/partitions/run", """{"group":{"memory_type":"dream"}}""")]
    [InlineData("GET", "/partitions?memory_type=dream", null)]
    public async Task A_memory_type_that_is_none_is_422_and_names_those_there_are(string method, string path, string? body)
    {
        var answer = await host.Client.SendAsync(method, $"{Views}/{await CreatedAsync("""["memory_type"]""")}{path}", body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("Input should be 'episodic', 'semantic' or 'message'", answer.Detail[0].GetProperty("msg").GetString());
    }

    [Fact, Trait("Spec", "2.15"), Trait("Spec", "10.16"), Trait("Trap", "T57")]
    public async Task A_run_is_pending_then_succeeds_and_summarises_every_group_that_has_a_value()
    {
        await RememberAsync("""{"id":"r1","text":"one","namespace":"run","user_id":"r-ann"}""");
        await RememberAsync("""{"id":"r2","text":"two","namespace":"run","user_id":"r-bob"}""");
        await RememberAsync("""{"id":"r3","text":"nobody's","namespace":"run"}""");
        var view = await CreatedAsync("""["user_id"]""", """{"namespace":"run"}""");

        var task = (await host.Client.SendAsync("POST", $"{Views}/{view}/run", """{"force":true}""")).Json;
        Assert.Equal(
            ("summary_view_full_run", "pending", view),
            (task.GetProperty("type").GetString(), task.GetProperty("status").GetString(), task.GetProperty("view_id").GetString()));
        Assert.Equal(JsonValueKind.Null, task.GetProperty("started_at").ValueKind);
        await host.RunDueTasksAsync();

        var ended = (await host.Client.SendAsync("GET", $"/v1/tasks/{task.GetProperty("id").GetString()}")).Json;
        Assert.Equal("success", ended.GetProperty("status").GetString());
        Assert.Equal(task.GetProperty("created_at").GetString(), ended.GetProperty("created_at").GetString());
        Assert.True(ended.GetProperty("created_at").GetDateTimeOffset() <= ended.GetProperty("started_at").GetDateTimeOffset());
        Assert.True(ended.GetProperty("started_at").GetDateTimeOffset() <= ended.GetProperty("completed_at").GetDateTimeOffset());
        Assert.Equal(JsonValueKind.Null, ended.GetProperty("error_message").ValueKind);
        Assert.Equal(["r-ann", "r-bob"], await UsersAsync(view, ""));
        Assert.Equal(["r-bob"], await UsersAsync(view, "?user_id=r-bob"));
        Assert.Empty(await UsersAsync(view, "?session_id=s"));
    }

    [Fact, Trait("Spec", "10.16")]
    public async Task A_run_removes_the_partitions_of_groups_that_have_gone()
    {
        await RememberAsync("""{"id":"g1","text":"stays","namespace":"gone","user_id":"g-ann"}""");
        await RememberAsync("""{"id":"g2","text":"goes","namespace":"gone","user_id":"g-bob"}""");
        var view = await CreatedAsync("""["user_id"]""", """{"namespace":["gone"]}""");
        await RunAsync(view);
        Assert.Equal(["g-ann", "g-bob"], await UsersAsync(view, ""));

        await host.Client.SendAsync("DELETE", "/v1/long-term-memory?memory_ids=g2&namespace=gone");
        await RunAsync(view);
        Assert.Equal(["g-ann"], await UsersAsync(view, ""));
    }

    [Fact, Trait("Spec", "10.16")]
    public async Task Filters_and_the_time_window_choose_the_memories_and_a_group_goes_before_a_filter()
    {
        await RememberAsync("""{"id":"f1","text":"new trip","user_id":"f-ann","topics":["travel","work"]}""");
        await RememberAsync("""{"id":"f2","text":"old trip","user_id":"f-ann","topics":["travel"],"created_at":"2020-01-01T00:00:00Z"}""");
        await RememberAsync("""{"id":"f3","text":"no trip","user_id":"f-ann","topics":["food"]}""");
        await RememberAsync("""{"id":"f4","text":"another's trip","user_id":"f-bob","topics":["travel"],"event_date":"2026-03-04T05:06:07Z"}""");

        async Task<int> CountAsync(string filters, string more = "", string user = "f-ann") => (await RunPartitionAsync(
            await CreatedAsync("""["user_id"]""", filters, more), $$"""{"user_id":"{{user}}"}""")).Json.GetProperty("memory_count").GetInt32();

        Assert.Equal(3, await CountAsync("{}"));
        Assert.Equal(2, await CountAsync("{}", "\"time_window_days\":30,"));
        Assert.Equal(3, await CountAsync("{}", "\"time_window_days\":2147483647,"));
        Assert.Equal(2, await CountAsync("""{"topics":"travel"}"""));
        Assert.Equal(3, await CountAsync("""{"topics":["travel","food"]}"""));
        Assert.Equal(1, await CountAsync("""{"topics":{"all":["travel","work"]}}"""));
        Assert.Equal(1, await CountAsync("""{"topics":{"ne":"travel"},"extraction_strategy":"discrete"}"""));
        Assert.Equal(0, await CountAsync("""{"extraction_strategy":{"ne":"discrete"}}"""));
        Assert.Equal(1, await CountAsync("""{"user_id":"f-ann"}""", user: "f-bob"));
        Assert.Equal(1, await CountAsync("""{"event_date":"2026-03-04T05:06:07Z"}""", user: "f-bob"));
        Assert.Equal(0, await CountAsync("""{"event_date":{"gt":"2026-04-01"}}""", user: "f-bob"));
    }

    [Fact, Trait("Trap", "T55")]
    public async Task Deleting_a_view_removes_its_partitions()
    {
        await RememberAsync("""{"id":"d1","text":"d","user_id":"d-ann"}""");
        var view = await CreatedAsync("""["user_id"]""");
        await RunPartitionAsync(view, """{"user_id":"d-ann"}""");
        var store = host.Services.GetRequiredService<ISummaryViewStore>();
        Assert.Single(await store.ListPartitionsAsync(AgentMemory.Tenancy.AccessScope.Everything, view, NoGroup, CancellationToken.None));

        await host.Client.SendAsync("DELETE", $"{Views}/{view}");

        Assert.Empty(await store.ListPartitionsAsync(AgentMemory.Tenancy.AccessScope.Everything, view, NoGroup, CancellationToken.None));
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.SendAsync("GET", $"{Views}/{view}/partitions")).Status);
    }

    [Fact, Trait("Trap", "T55")]
    public async Task A_task_id_names_one_run_of_one_view()
    {
        var (one, other) = (await CreatedAsync("[]"), await CreatedAsync("[]"));
        var first = await host.Client.SendAsync("POST", $"{Views}/{one}/run", """{"task_id":"mine"}""");
        Assert.Equal("mine", first.Json.GetProperty("id").GetString());

        var again = await host.Client.SendAsync("POST", $"{Views}/{one}/run", """{"task_id":"mine"}""");
        Assert.Equal(first.Text, again.Text);
        var taken = await host.Client.SendAsync("POST", $"{Views}/{other}/run", """{"task_id":"mine"}""");
        Assert.Equal(HttpStatusCode.Conflict, taken.Status);
        Assert.Contains("`task_id`", taken.Detail.GetString(), StringComparison.Ordinal);

        await host.RunDueTasksAsync();
        var after = await host.Client.SendAsync("POST", $"{Views}/{one}/run", """{"task_id":"mine"}""");
        Assert.Equal("success", after.Json.GetProperty("status").GetString());
        Assert.Empty(await host.Services.GetRequiredService<ITaskQueue>().LeaseAsync("test", 10, TimeSpan.FromMinutes(1), CancellationToken.None));
    }

    [Fact]
    public async Task A_view_is_there_for_those_whose_reach_covers_its_creators()
    {
        await RememberAsync("""{"id":"s1","text":"seen","namespace":"ours","user_id":"s-ann"}""");
        await RememberAsync("""{"id":"s2","text":"unseen","namespace":"theirs","user_id":"s-ann"}""");
        var bound = ("X-Namespaces", "ours");
        var view = (await host.Client.SendAsync("POST", Views, """{"source":"long_term","group_by":["user_id"]}""", bound))
            .Json.GetProperty("id").GetString();
        var task = (await host.Client.SendAsync("POST", $"{Views}/{view}/run", "{}", bound)).Json.GetProperty("id").GetString();
        await host.RunDueTasksAsync();

        var everyone = await host.Client.SendAsync("GET", $"{Views}/{view}/partitions");
        Assert.Contains("seen", everyone.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("unseen", everyone.Text, StringComparison.Ordinal);
        foreach (var narrow in new[] { ("X-Namespaces", "theirs"), ("X-Users", "s-ann"), ("X-Namespaces", "") })
        {
            (string, string)[] headers = narrow.Item2.Length == 0 ? [("X-Namespaces", "ours"), ("X-Users", "s-ann")] : [narrow];
            Assert.Equal(HttpStatusCode.NotFound, (await host.Client.SendAsync("GET", $"{Views}/{view}", (string?)null, headers)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await host.Client.SendAsync("GET", $"/v1/tasks/{task}", (string?)null, headers)).Status);
            Assert.DoesNotContain(view!, (await host.Client.SendAsync("GET", Views, (string?)null, headers)).Text, StringComparison.Ordinal);
            await host.Client.SendAsync("DELETE", $"{Views}/{view}", (string?)null, headers);
        }

        Assert.Equal(HttpStatusCode.OK, (await host.Client.SendAsync("GET", $"{Views}/{view}", (string?)null, bound)).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.SendAsync("GET", $"/v1/tasks/{task}", (string?)null, bound)).Status);
        var outside = await host.Client.SendAsync("GET", $"{Views}/{view}/partitions?namespace=theirs", (string?)null, bound);
        Assert.Equal(HttpStatusCode.Forbidden, outside.Status);
    }

    private static readonly Dictionary<string, string> NoGroup = [];

    private Task<Answer> CreateAsync(string body) => host.Client.SendAsync("POST", Views, body);

    private async Task<string> CreatedAsync(string groupBy, string filters = "{}", string more = "")
    {
        var answer = await CreateAsync($$"""{"source":"long_term",{{more}}"group_by":{{groupBy}},"filters":{{filters}} }""");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json.GetProperty("id").GetString()!;
    }

    private async Task RememberAsync(string memory)
    {
        var answer = await host.Client.SendAsync("POST", "/v1/long-term-memory/", $$"""{"memories":[{{memory}}]}""");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
    }

    private Task<Answer> RunPartitionAsync(string view, string group) =>
        host.Client.SendAsync("POST", $"{Views}/{view}/partitions/run", $$"""{"group":{{group}} }""");

    private async Task RunAsync(string view)
    {
        Assert.Equal(HttpStatusCode.OK, (await host.Client.SendAsync("POST", $"{Views}/{view}/run", "{}")).Status);
        await host.RunDueTasksAsync();
    }

    private async Task<IEnumerable<string?>> UsersAsync(string view, string query) =>
        (await host.Client.SendAsync("GET", $"{Views}/{view}/partitions{query}")).Json.EnumerateArray()
            .Select(partition => partition.GetProperty("group").GetProperty("user_id").GetString());
}
