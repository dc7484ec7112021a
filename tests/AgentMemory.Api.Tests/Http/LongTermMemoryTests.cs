using System.Net;
using System.Text.Json;

namespace AgentMemory.Api.Tests.Http;

public sealed class LongTermMemoryTests(ApiHost host) : IClassFixture<ApiHost>
{
    private readonly HttpClient _client = host.Client;
    private readonly string _namespace = "n-" + Guid.NewGuid().ToString("N");

    private async Task<Answer> OkAsync(string method, string path, string? body = null, params (string, string)[] headers)
    {
        var answer = await _client.SendAsync(method, path, body, headers);
        Assert.True(answer.Status == HttpStatusCode.OK, $"{method} {path}: {answer.Status} {answer.Text}");
        return answer;
    }

    private Task<Answer> CreateAsync(params string[] records) =>
        OkAsync("POST", $"/v1/long-term-memory/?namespace={_namespace}", $$"""{"memories":[{{string.Join(',', records)}}]}""");

    private async Task<JsonElement> SearchAsync(string members = "") =>
        (await OkAsync("POST", "/v1/long-term-memory/search", $$"""{"namespace":{"eq":"{{_namespace}}"}{{members}}}""")).Json;

    private static string[] Ids(JsonElement results) =>
        [.. results.GetProperty("memories").EnumerateArray().Select(memory => memory.GetProperty("id").GetString()!)];

    [Fact, Trait("Spec", "2.6")]
    public async Task Creating_answers_ok_also_for_an_empty_list()
    {
        Assert.Equal("""{"status":"ok"}""", (await CreateAsync()).Text);
        Assert.Equal("""{"status":"ok"}""", (await CreateAsync("""{"id":"a","text":"User likes tea"}""")).Text);
        Assert.Equal(["a"], Ids(await SearchAsync()));
    }

    [Fact, Trait("Spec", "17.2")]
    public async Task A_hit_has_every_member_in_order()
    {
        await CreateAsync(
            """
            {"id":"m-1","text":"User lives by the sea","session_id":"s1","user_id":"alice","topics":["home"],"access_count":1,
             "last_accessed":"2026-01-31T10:00:05Z","created_at":"2026-01-31T10:00:00Z","updated_at":"2026-01-31T10:00:00Z","metadata":{"k":[1,"é"]} }
            """);
        var results = await SearchAsync(""","text":"where is the sea","recency_boost":false""");
        var memory = results.GetProperty("memories")[0];
        Assert.Equal(
            [
                "id", "text", "session_id", "user_id", "namespace", "last_accessed", "created_at", "updated_at", "pinned", "access_count",
                "topics", "entities", "memory_hash", "discrete_memory_extracted", "memory_type", "persisted_at", "extracted_from",
                "event_date", "extraction_strategy", "extraction_strategy_config", "metadata", "dist", "score", "score_type",
            ],
            memory.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["memories", "total", "next_offset"], results.EnumerateObject().Select(member => member.Name));
        Assert.Equal("[]", memory.GetProperty("entities").GetRawText());
        Assert.Equal("t", memory.GetProperty("discrete_memory_extracted").GetString());
        Assert.Equal("semantic", memory.GetProperty("memory_type").GetString());
        Assert.Equal(64, memory.GetProperty("memory_hash").GetString()!.Length);
        Assert.Equal("""{"k":[1,"é"]}""", memory.GetProperty("metadata").GetRawText());
        Assert.Equal("keyword", memory.GetProperty("score_type").GetString());
        var got = (await OkAsync("GET", $"/v1/long-term-memory/m-1?namespace={_namespace}")).Json;
        Assert.Equal(memory.EnumerateObject().SkipLast(3).Select(member => member.Name), got.EnumerateObject().Select(member => member.Name));
    }

    [Fact, Trait("Spec", "6.2")]
    public async Task A_listing_has_distance_zero_and_no_score()
    {
        await CreateAsync("""{"id":"a","text":"User likes tea"}""");
        var memory = (await SearchAsync(""","text":"  " """)).GetProperty("memories")[0];
        Assert.Equal(("0", "null", "null"), (memory.GetProperty("dist").GetRawText(), memory.GetProperty("score").GetRawText(), memory.GetProperty("score_type").GetRawText()));
    }

    [Fact, Trait("Spec", "2.7"), Trait("Spec", "15.20")]
    public async Task A_threshold_outside_semantic_mode_is_400()
    {
        var answer = await _client.SendAsync("POST", "/v1/long-term-memory/search", """{"text":"x","search_mode":"keyword","distance_threshold":0.5}""");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("""{"detail":"distance_threshold is only supported for semantic search mode"}""", answer.Text);
    }

    [Theory, Trait("Trap", "T47")]
    [InlineData(""","text":"x","search_mode":"keyword","text_scorer":"BEST" """, HttpStatusCode.BadRequest)]
    [InlineData(""","text":"!!! ???","search_mode":"keyword" """, HttpStatusCode.OK)]
    [InlineData(""","text":"\"","search_mode":"hybrid" """, HttpStatusCode.OK)]
    [InlineData(""","offset":1000000""", HttpStatusCode.OK)]
    public async Task An_odd_search_is_answered_or_refused_and_never_fails(string members, HttpStatusCode status)
    {
        var answer = await _client.SendAsync("POST", "/v1/long-term-memory/search", $$"""{"namespace":{"eq":"{{_namespace}}"}{{members}}}""");
        Assert.Equal(status, answer.Status);
    }

    [Fact, Trait("Trap", "T48")]
    public async Task Pages_of_a_listing_neither_repeat_nor_skip()
    {
        await CreateAsync([.. Enumerable.Range(0, 7).Select(number => $$"""{"id":"p{{number}}","text":"Fact number {{number}}"}""")]);
        var seen = new List<string>();
        int? offset = 0;
        while (offset is not null)
        {
            var page = await SearchAsync($",\"limit\":3,\"offset\":{offset}");
            Assert.Equal(7, page.GetProperty("total").GetInt32());
            seen.AddRange(Ids(page));
            offset = page.GetProperty("next_offset").ValueKind == JsonValueKind.Null ? null : page.GetProperty("next_offset").GetInt32();
        }

        Assert.Equal(7, seen.Count);
        Assert.Equal(7, seen.Distinct().Count());
    }

    [Fact, Trait("Trap", "T1"), Trait("Trap", "T2"), Trait("Trap", "T5"), Trait("Trap", "T7")]
    public async Task Filters_mean_what_they_say()
    {
        await CreateAsync(
            """{"id":"ab","text":"First","topics":["a","b"],"user_id":"Alice"}""", """{"id":"b","text":"Second","topics":["b"],"user_id":"alice"}""",
            """{"id":"none","text":"Third"}""");
        Assert.Equal(["ab"], Ids(await SearchAsync(""","topics":{"all":["a","b"]}""")));
        Assert.Equal(2, Ids(await SearchAsync(""","topics":{"in_":["a","b"]}""")).Length);
        Assert.Equal(["b"], Ids(await SearchAsync(""","user_id":{"eq":"alice"}""")));
        Assert.Equal(["none"], Ids(await SearchAsync(""","user_id":{"eq":""}""")));
        Assert.Empty(Ids(await SearchAsync(""","user_id":{"eq":"alice|Alice"}""")));
        Assert.Equal(3, Ids(await SearchAsync(""","user_id":{}""")).Length);
    }

    [Fact, Trait("Spec", "2.8")]
    public async Task Deleting_tells_how_many_went()
    {
        await CreateAsync("""{"id":"a","text":"One"}""", """{"id":"b","text":"Two"}""");
        Assert.Equal("""{"status":"ok, deleted 0 memories"}""", (await OkAsync("DELETE", "/v1/long-term-memory")).Text);
        Assert.Equal(
            """{"status":"ok, deleted 2 memories"}""",
            (await OkAsync("DELETE", $"/v1/long-term-memory/?memory_ids=a&memory_ids=b&memory_ids=never&namespace={_namespace}")).Text);
        Assert.Empty(Ids(await SearchAsync()));
    }

    [Fact, Trait("Spec", "2.9")]
    public async Task Compacting_tells_how_many_remain()
    {
        await OkAsync("POST", "/v1/long-term-memory/", $$"""{"deduplicate":"no","memories":[{"id":"a","text":"Same","namespace":"{{_namespace}}"},{"id":"b","text":"Same","namespace":"{{_namespace}}"}]}""");
        Assert.Equal(
            """{"status":"ok, 1 memories remaining after compaction"}""",
            (await OkAsync("POST", $"/v1/long-term-memory/compact?namespace={_namespace}")).Text);
    }

    [Fact, Trait("Spec", "2.10")]
    public async Task Forgetting_is_a_dry_run_unless_told_otherwise()
    {
        await CreateAsync("""{"id":"old","text":"Old","created_at":"2020-01-01"}""", """{"id":"kept","text":"Old, too","created_at":"2020-01-01","pinned":true}""");
        const string Policy = """{"policy":{"max_age_days":30},"pinned_ids":null}""";
        Assert.Equal(
            """{"scanned":2,"deleted":1,"deleted_ids":["old"],"dry_run":true}""",
            (await OkAsync("POST", $"/v1/long-term-memory/forget?namespace={_namespace}", Policy)).Text);
        Assert.Equal(2, Ids(await SearchAsync()).Length);
        Assert.Equal(
            """{"scanned":2,"deleted":1,"deleted_ids":["old"],"dry_run":false}""",
            (await OkAsync("POST", $"/v1/long-term-memory/forget?namespace={_namespace}&dry_run=false&limit=1", Policy)).Text);
        Assert.Equal(["kept"], Ids(await SearchAsync()));
    }

    [Fact, Trait("Spec", "2.11"), Trait("Spec", "2.12")]
    public async Task A_missing_memory_is_404()
    {
        foreach (var answer in new[] { await _client.SendAsync("GET", "/v1/long-term-memory/x-1"), await _client.SendAsync("PATCH", "/v1/long-term-memory/x-1", """{"pinned":true}""") })
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            Assert.Equal("""{"detail":"Memory with ID x-1 not found"}""", answer.Text);
        }
    }

    [Fact, Trait("Spec", "2.12"), Trait("Spec", "15.10")]
    public async Task An_edit_changes_what_it_names_and_nothing_else()
    {
        await CreateAsync("""{"id":"e","text":"Before","topics":["a","b"],"entities":["E"]}""");
        var path = $"/v1/long-term-memory/e?namespace={_namespace}";
        Assert.True((await OkAsync("PATCH", path, """{"pinned":true,"text":null,"id":"other","metadata":{"x":1}}""")).Json.GetProperty("pinned").GetBoolean());
        var edited = await OkAsync("PATCH", path, """{"text":"After"}""");
        Assert.Equal("""["a","b"]""", edited.Json.GetProperty("topics").GetRawText());
        Assert.Equal("After", edited.Json.GetProperty("text").GetString());
        foreach (var (body, detail) in new[] { ("{}", "No fields provided for update"), ("""{"pinned":null,"unknown":1}""", "No fields provided for update") })
        {
            var answer = await _client.SendAsync("PATCH", path, body);
            Assert.Equal((HttpStatusCode.BadRequest, detail), (answer.Status, answer.Detail.GetString()));
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await _client.SendAsync("PATCH", path, """{"text":""}""")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _client.SendAsync("PATCH", path, """{"topics":["a,b"]}""")).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await _client.SendAsync("PATCH", path, """{"pinned":false}""", ("If-Match", "\"1\""))).Status);
        await OkAsync("PATCH", path, """{"pinned":false}""", ("If-Match", edited.Headers.ETag!.ToString()));
    }

    [Fact, Trait("Spec", "3")]
    public async Task The_seed_era_create_route_takes_records_without_an_id()
    {
        await OkAsync("POST", $"/long-term-memory?namespace={_namespace}", """{"memories":[{"text":"No id"},{"id_":"old-id","text":"Old id"}]}""");
        var ids = Ids((await OkAsync("POST", $"/long-term-memory/search/?namespace={_namespace}", "{}")).Json);
        Assert.Equal(2, ids.Length);
        Assert.Contains("old-id", ids);
    }

    [Fact, Trait("Spec", "10.9"), Trait("Trap", "T60")]
    public async Task The_newest_record_of_an_id_replaces_the_older_one_whole()
    {
        await CreateAsync("""{"id":"same","text":"User lives in Oslo","topics":["harbour"],"pinned":true,"event_date":"2026-01-01"}""");
        var path = $"/v1/long-term-memory/same?namespace={_namespace}";
        var first = (await OkAsync("GET", path)).Json;
        await CreateAsync("""{"id":"same","text":"User lives in Bergen"}""");
        var second = (await OkAsync("GET", path)).Json;
        Assert.Equal("User lives in Bergen", second.GetProperty("text").GetString());
        Assert.DoesNotContain("\"harbour\"", second.GetProperty("topics").GetRawText(), StringComparison.Ordinal);
        Assert.False(second.GetProperty("pinned").GetBoolean());
        Assert.Equal("null", second.GetProperty("event_date").GetRawText());
        Assert.Equal(first.GetProperty("persisted_at").GetString(), second.GetProperty("persisted_at").GetString());
        Assert.NotEqual(first.GetProperty("memory_hash").GetString(), second.GetProperty("memory_hash").GetString());
        Assert.Equal(1, (await SearchAsync()).GetProperty("total").GetInt32());
    }

    [Fact, Trait("Spec", "10.9"), Trait("Trap", "T72")]
    public async Task Same_content_is_stored_once_and_both_ids_answer()
    {
        await CreateAsync("""{"id":"first","text":"User lives in Oslo"}""", """{"id":"second","text":"User lives in Oslo"}""");
        Assert.Equal(["first"], Ids(await SearchAsync()));
        foreach (var id in new[] { "first", "second" })
            Assert.Equal("first", (await OkAsync("GET", $"/v1/long-term-memory/{id}?namespace={_namespace}")).Json.GetProperty("id").GetString());
        await OkAsync("PATCH", $"/v1/long-term-memory/second?namespace={_namespace}", """{"pinned":true}""");
        Assert.Equal(
            """{"status":"ok, deleted 1 memories"}""",
            (await OkAsync("DELETE", $"/v1/long-term-memory?memory_ids=second&namespace={_namespace}")).Text);
    }

    [Fact, Trait("Spec", "6.2")]
    public async Task A_strategy_that_is_present_but_empty_stays_empty()
    {
        await CreateAsync("""{"id":"empty","text":"One","extraction_strategy":""}""", """{"id":"absent","text":"Two"}""");
        foreach (var (id, strategy) in new[] { ("empty", ""), ("absent", "discrete") })
            Assert.Equal(strategy, (await OkAsync("GET", $"/v1/long-term-memory/{id}?namespace={_namespace}")).Json.GetProperty("extraction_strategy").GetString());
    }

    [Fact, Trait("Spec", "4.1")]
    public async Task The_extraction_flag_is_the_letter_t_or_f_wherever_it_is_told()
    {
        await CreateAsync("""{"id":"f","text":"One","discrete_memory_extracted":"f"}""", """{"id":"t","text":"Two"}""");
        foreach (var memory in (await SearchAsync()).GetProperty("memories").EnumerateArray())
            Assert.Equal(memory.GetProperty("id").GetString(), memory.GetProperty("discrete_memory_extracted").GetString());
        var refused = await _client.SendAsync("POST", "/v1/long-term-memory/", """{"memories":[{"id":"x","text":"x","discrete_memory_extracted":"yes"}]}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
    }

    [Fact, Trait("Spec", "10.12")]
    public async Task Pinned_memories_neither_count_against_a_budget_nor_go()
    {
        await CreateAsync(
            """{"id":"pinned","text":"One","pinned":true,"created_at":"2020-01-01","last_accessed":"2020-01-01"}""",
            """{"id":"named","text":"Two","created_at":"2020-01-01","last_accessed":"2020-01-01"}""",
            """{"id":"old","text":"Three","created_at":"2021-01-01","last_accessed":"2021-01-01"}""", """{"id":"new","text":"Four"}""");
        var answer = await OkAsync(
            "POST", $"/v1/long-term-memory/forget?namespace={_namespace}&dry_run=false", """{"policy":{"budget":1},"pinned_ids":["named"]}""");
        Assert.Equal("""{"scanned":4,"deleted":1,"deleted_ids":["old"],"dry_run":false}""", answer.Text);
        Assert.Equal(["named", "new", "pinned"], Ids(await SearchAsync()).Order());
    }
}
