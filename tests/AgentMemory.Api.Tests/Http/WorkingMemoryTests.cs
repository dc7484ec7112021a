using System.Net;
using System.Text.Json;

namespace AgentMemory.Api.Tests.Http;

public sealed class WorkingMemoryTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string At = "2026-01-31T10:00:00Z";

    private readonly HttpClient _client = host.Client;

    private static string Message(string id, string content, string at = At) =>
        $$"""{"role":"user","content":"{{content}}","id":"{{id}}","created_at":"{{at}}"}""";

    private static string Name() => "s-" + Guid.NewGuid().ToString("N");

    private async Task<Answer> OkAsync(string method, string path, string? body = null, params (string, string)[] headers)
    {
        var answer = await _client.SendAsync(method, path, body, headers);
        Assert.True(answer.Status == HttpStatusCode.OK, $"{method} {path}: {answer.Status} {answer.Text}");
        return answer;
    }

    [Fact, Trait("Spec", "17.1")]
    public async Task A_session_is_answered_with_every_member_in_order()
    {
        var id = Name();
        var body = $$"""
            {"session_id":"other","namespace":"demo","user_id":"alice","tokens":0,
             "messages":[{"role":"user","content":"I live in Oslo","id":"01J","created_at":"{{At}}","discrete_memory_extracted":"f"}],
             "memories":[{"id":"m-{{id}}","text":"User lives in Oslo","memory_type":"semantic","topics":["home"],"discrete_memory_extracted":"f",
               "last_accessed":"{{At}}","created_at":"{{At}}","updated_at":"{{At}}",
               "extraction_strategy":"discrete","extraction_strategy_config":{},"metadata":{} }],
             "data":{},"long_term_memory_strategy":{"strategy":"discrete","config":{} },"last_accessed":"{{At}}"}
            """;
        var put = await OkAsync("PUT", $"/v1/working-memory/{id}?context_window_max=500", body);
        var session = put.Json;
        Assert.Equal(
            [
                "messages", "memories", "data", "context", "user_id", "tokens", "session_id", "namespace", "long_term_memory_strategy",
                "ttl_seconds", "last_accessed", "created_at", "updated_at", "context_percentage_total_used",
                "context_percentage_until_summarization",
            ],
            session.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            """{"role":"user","content":"I live in Oslo","id":"01J","created_at":"2026-01-31T10:00:00Z","persisted_at":null,"discrete_memory_extracted":"f"}""",
            session.GetProperty("messages")[0].GetRawText());
        Assert.Equal(
            $$$"""{"id":"m-{{{id}}}","text":"User lives in Oslo","session_id":null,"user_id":null,"namespace":null,"last_accessed":"2026-01-31T10:00:00Z","created_at":"2026-01-31T10:00:00Z","updated_at":"2026-01-31T10:00:00Z","pinned":false,"access_count":0,"topics":["home"],"entities":null,"memory_hash":null,"discrete_memory_extracted":"f","memory_type":"semantic","persisted_at":null,"extracted_from":null,"event_date":null,"extraction_strategy":"discrete","extraction_strategy_config":{},"metadata":{}}""",
            session.GetProperty("memories")[0].GetRawText());
        Assert.Equal(id, session.GetProperty("session_id").GetString());
        Assert.Equal("2026-01-31T10:00:00Z", session.GetProperty("last_accessed").GetString());
        Assert.Equal("""{"strategy":"discrete","config":{}}""", session.GetProperty("long_term_memory_strategy").GetRawText());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z$", session.GetProperty("updated_at").GetString());
        Assert.True(session.GetProperty("context_percentage_total_used").GetDouble() > 0);
    }

    [Fact, Trait("Trap", "T51")]
    public async Task Data_is_an_object_and_id_less_memories_are_whole()
    {
        var id = Name();
        var put = (await OkAsync("PUT", $"/v1/working-memory/{id}", """{"memories":[{"text":"x"}]}""")).Json;
        var got = (await OkAsync("GET", $"/v1/working-memory/{id}")).Json;
        foreach (var session in new[] { put, got })
        {
            Assert.Equal("{}", session.GetProperty("data").GetRawText());
            Assert.False(session.GetProperty("memories")[0].GetProperty("pinned").GetBoolean());
            Assert.Equal(0, session.GetProperty("memories")[0].GetProperty("access_count").GetInt32());
        }
    }

    [Fact, Trait("Spec", "2.3")]
    public async Task A_missing_session_is_404_and_says_not_found()
    {
        var answer = await _client.SendAsync("GET", "/v1/working-memory/nobody");
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("Session nobody not found", answer.Detail.GetString());
    }

    [Fact, Trait("Spec", "2.3")]
    public async Task The_newest_messages_are_chosen_by_time_and_told_oldest_first()
    {
        var id = Name();
        string[] messages = [Message("c", "third", "2026-01-31T10:00:03Z"), Message("a", "first", "2026-01-31T10:00:01Z"), Message("b", "second", "2026-01-31T10:00:02Z")];
        await OkAsync("PUT", $"/v1/working-memory/{id}", $$"""{"messages":[{{string.Join(',', messages)}}],"data":{"k":1},"tokens":7}""");
        var session = (await OkAsync("GET", $"/v1/working-memory/{id}?recent_messages_limit=2")).Json;
        Assert.Equal(["b", "c"], session.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("id").GetString()));
        Assert.Equal(7, session.GetProperty("tokens").GetInt32());
        foreach (var limit in new[] { "0", "-1" })
        {
            var whole = (await OkAsync("GET", $"/v1/working-memory/{id}?recent_messages_limit={limit}")).Json;
            Assert.Equal(["c", "a", "b"], whole.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("id").GetString()));
        }
    }

    [Fact, Trait("Spec", "2.3")]
    public async Task An_answer_tells_neither_new_session_nor_unsaved()
    {
        var id = Name();
        var put = await OkAsync("PUT", $"/v1/working-memory/{id}", "{}");
        var got = await OkAsync("GET", $"/v1/working-memory/{id}");
        Assert.DoesNotContain("unsaved", put.Text + got.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("new_session", put.Text + got.Text, StringComparison.Ordinal);
    }

    [Fact, Trait("Spec", "10.4")]
    public async Task Percentages_are_null_without_a_window_and_zero_for_an_empty_session()
    {
        var id = Name();
        await OkAsync("PUT", $"/v1/working-memory/{id}", "{}");
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), Percentages((await OkAsync("GET", $"/v1/working-memory/{id}")).Json));
        var known = (await OkAsync("GET", $"/v1/working-memory/{id}?model_name=gpt-4o")).Json;
        Assert.Equal(0.0, known.GetProperty("context_percentage_total_used").GetDouble());
        Assert.Equal(0.0, known.GetProperty("context_percentage_until_summarization").GetDouble());
    }

    [Fact, Trait("Trap", "T20")]
    public async Task Any_model_name_is_taken()
    {
        var id = Name();
        await OkAsync("PUT", $"/v1/working-memory/{id}?model_name=some/new-model:7b", $$"""{"messages":[{{Message("a", "hello")}}]}""");
        Assert.Equal(JsonValueKind.Number, Percentages((await OkAsync("GET", $"/v1/working-memory/{id}?model_name=gpt-5")).Json).Item1);
    }

    [Fact, Trait("Spec", "2.4")]
    public async Task The_deprecation_header_comes_exactly_when_a_message_has_no_time()
    {
        var id = Name();
        var undated = await OkAsync("PUT", $"/v1/working-memory/{id}", """{"messages":[{"role":"user","content":"x"}]}""");
        var warning = Assert.Single(undated.Headers.GetValues("X-Deprecation-Warning"));
        Assert.Contains("created_at", warning, StringComparison.Ordinal);
        Assert.Contains("required", warning, StringComparison.Ordinal);
        Assert.Matches("^[0-7][0-9A-HJKMNP-TV-Z]{25}$", undated.Json.GetProperty("messages")[0].GetProperty("id").GetString());
        var dated = await OkAsync("PUT", $"/v1/working-memory/{id}", $$"""{"messages":[{{Message("a", "x")}}],"memories":[{"text":"y"}]}""");
        Assert.False(dated.Headers.Contains("X-Deprecation-Warning"));
        Assert.False((await OkAsync("PUT", $"/v1/working-memory/{id}", "{}")).Headers.Contains("X-Deprecation-Warning"));
    }

    [Theory, Trait("Spec", "2.4")]
    [InlineData("")]
    [InlineData("  \\n")]
    public async Task A_message_without_content_is_400_and_named(string content)
    {
        var id = Name();
        foreach (var (method, path) in new[] { ("PUT", $"/v1/working-memory/{id}"), ("POST", $"/v1/working-memory/{id}/messages") })
        {
            var answer = await _client.SendAsync(method, path, $$"""{"messages":[{{Message("m-17", content)}}]}""");
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Contains("m-17", answer.Detail.GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync("GET", $"/v1/working-memory/{id}")).Status);
    }

    [Fact, Trait("Spec", "2.5")]
    public async Task Delete_answers_ok_always_and_then_the_session_is_gone()
    {
        var id = Name();
        await OkAsync("PUT", $"/v1/working-memory/{id}", """{"namespace":"n","user_id":"u"}""");
        for (var time = 0; time < 2; time++)
        {
            Assert.Equal("""{"status":"ok"}""", (await OkAsync("DELETE", $"/v1/working-memory/{id}")).Text);
            Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync("GET", $"/v1/working-memory/{id}")).Status);
        }
    }

    [Fact, Trait("Spec", "15.2"), Trait("Trap", "T69")]
    public async Task A_session_is_found_by_its_id_alone_unless_several_have_it()
    {
        var id = Name();
        await OkAsync("PUT", $"/v1/working-memory/{id}", """{"namespace":"n1","user_id":"u"}""");
        Assert.Equal("u", (await OkAsync("GET", $"/v1/working-memory/{id}")).Json.GetProperty("user_id").GetString());
        await OkAsync("PUT", $"/v1/working-memory/{id}", """{"namespace":"n2"}""");
        Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync("GET", $"/v1/working-memory/{id}")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await _client.SendAsync("DELETE", $"/v1/working-memory/{id}")).Status);
        Assert.Equal("n2", (await OkAsync("GET", $"/v1/working-memory/{id}?namespace=n2")).Json.GetProperty("namespace").GetString());
    }

    [Fact, Trait("Spec", "15.3"), Trait("Trap", "T29")]
    public async Task The_same_id_in_two_namespaces_or_of_two_users_is_two_sessions()
    {
        var path = "/v1/working-memory/" + Name();
        (string Query, string Body)[] owners =
        [
            ("namespace=x", """{"namespace":"x","context":"namespace x"}"""), ("namespace=y", """{"namespace":"y","context":"namespace y"}"""),
            ("namespace=y&user_id=x", """{"namespace":"y","user_id":"x","context":"user x of y"}"""),
            ("namespace=x:y", """{"namespace":"x:y","context":"namespace x:y"}"""),
            ("namespace=x&user_id=y", """{"namespace":"x","user_id":"y","context":"user y of x"}"""),
        ];
        foreach (var (_, body) in owners)
            await OkAsync("PUT", path, body);
        foreach (var (query, body) in owners)
            Assert.Equal(
                JsonDocument.Parse(body).RootElement.GetProperty("context").GetString(),
                (await OkAsync("GET", $"{path}?{query}")).Json.GetProperty("context").GetString());
    }

    [Fact, Trait("Trap", "T36")]
    public async Task The_query_stands_in_for_a_namespace_and_user_the_body_does_not_name()
    {
        var id = Name();
        var session = (await OkAsync("PUT", $"/v1/working-memory/{id}?namespace=q&user_id=qu", """{"namespace":"b"}""")).Json;
        Assert.Equal(("b", "qu"), (session.GetProperty("namespace").GetString(), session.GetProperty("user_id").GetString()));
    }

    [Theory, Trait("Spec", "1.1")]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("a%20b%3F%23", "a b?#")]
    [InlineData("%C3%A9%F0%9F%98%80", "é😀")]
    [InlineData("a%2fb%25", "a/b%")]
    public async Task An_id_is_whatever_its_path_segment_encodes(string segment, string id)
    {
        var put = (await OkAsync("PUT", $"/v1/working-memory/{segment}?namespace={Name()}", "{}")).Json;
        Assert.Equal(id, put.GetProperty("session_id").GetString());
        var @namespace = put.GetProperty("namespace").GetString();
        Assert.Equal(id, (await OkAsync("GET", $"/v1/working-memory/{segment}/?namespace={@namespace}")).Json.GetProperty("session_id").GetString());
    }

    [Fact, Trait("Spec", "2.2")]
    public async Task Sessions_are_listed_by_page_with_their_total()
    {
        var @namespace = Name();
        for (var number = 0; number < 3; number++)
            await OkAsync("PUT", $"/v1/working-memory/list-{number}", $$"""{"namespace":"{{@namespace}}"}""");
        var first = (await OkAsync("GET", $"/v1/working-memory/?namespace={@namespace}&limit=2&offset=0")).Json;
        var second = (await OkAsync("GET", $"/v1/working-memory?namespace={@namespace}&limit=2&offset=2&user_id=")).Json;
        Assert.Equal((3, 3), (first.GetProperty("total").GetInt32(), second.GetProperty("total").GetInt32()));
        Assert.Equal(3, first.GetProperty("sessions").EnumerateArray().Concat(second.GetProperty("sessions").EnumerateArray())
            .Select(session => session.GetString()).Distinct().Count());
    }

    [Fact, Trait("Trap", "T28")]
    public async Task An_append_adds_new_messages_once()
    {
        var id = Name();
        var path = $"/v1/working-memory/{id}/messages";
        var first = await OkAsync("POST", path, $$"""{"messages":[{{Message("a", "one")}}],"namespace":"n","ttl_seconds":3600}""");
        Assert.Equal(
            $$"""{"status":"ok","session_id":"{{id}}","namespace":"n","user_id":null,"message_count":1,"appended":1,"messages":[{"id":"a","created_at":"2026-01-31T10:00:00Z"}]}""",
            first.Text);
        var second = (await OkAsync("POST", path, $$"""{"messages":[{{Message("a", "one")}},{{Message("b", "two")}}],"namespace":"n"}""")).Json;
        Assert.Equal((2, 1), (second.GetProperty("message_count").GetInt32(), second.GetProperty("appended").GetInt32()));
        var conflict = await _client.SendAsync("POST", path, $$"""{"messages":[{{Message("a", "other")}}],"namespace":"n"}""");
        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
        var session = (await OkAsync("GET", $"/v1/working-memory/{id}")).Json;
        Assert.Equal(["a", "b"], session.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("id").GetString()));
        Assert.Equal(3600, session.GetProperty("ttl_seconds").GetInt32());
    }

    [Fact, Trait("Trap", "T28")]
    public async Task A_conditional_write_happens_only_over_the_version_it_names()
    {
        var path = "/v1/working-memory/" + Name();
        var created = await OkAsync("PUT", path, "{}", ("If-None-Match", "*"));
        var etag = created.Headers.ETag!.ToString();
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await _client.SendAsync("PUT", path, "{}", ("If-None-Match", "*"))).Status);
        var appended = await OkAsync("POST", path + "/messages", $$"""{"messages":[{{Message("a", "one")}}]}""", ("If-Match", etag));
        var stale = await _client.SendAsync("PUT", path, """{"messages":[]}""", ("If-Match", etag));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
        Assert.NotEmpty(stale.Detail.GetString()!);
        var got = await OkAsync("GET", path);
        Assert.Equal(appended.Headers.ETag, got.Headers.ETag);
        Assert.Single(got.Json.GetProperty("messages").EnumerateArray());
        await OkAsync("PUT", path, "{}", ("If-Match", got.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await _client.SendAsync("DELETE", path, (string?)null, ("If-Match", etag))).Status);
    }

    [Fact, Trait("Trap", "T45")]
    public async Task The_time_of_creation_survives_a_replacement()
    {
        var path = "/v1/working-memory/" + Name();
        var first = (await OkAsync("PUT", path, "{}")).Json.GetProperty("created_at").GetString();
        var second = (await OkAsync("PUT", path, """{"context":"x"}""")).Json.GetProperty("created_at").GetString();
        Assert.Equal(first, second);
    }

    [Fact, Trait("Trap", "T46")]
    public async Task Times_without_a_zone_are_UTC_and_mix_with_others()
    {
        var path = "/v1/working-memory/" + Name();
        string[] messages = [Message("b", "two", "2026-01-31T12:00:02+02:00"), Message("a", "one", "2026-01-31T10:00:01.1234567")];
        await OkAsync("PUT", path, $$"""{"messages":[{{string.Join(',', messages)}}]}""");
        var session = (await OkAsync("GET", path + "?recent_messages_limit=5")).Json;
        Assert.Equal(
            ["2026-01-31T10:00:01.123456Z", "2026-01-31T10:00:02Z"],
            session.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("created_at").GetString()));
    }

    [Fact, Trait("Trap", "T70")]
    public async Task A_replacement_without_a_ttl_keeps_it_and_null_removes_it()
    {
        var path = "/v1/working-memory/" + Name();
        await OkAsync("PUT", path, """{"ttl_seconds":"3600"}""");
        Assert.Equal(3600, (await OkAsync("PUT", path, "{}")).Json.GetProperty("ttl_seconds").GetInt32());
        Assert.Equal(JsonValueKind.Null, (await OkAsync("PUT", path, """{"ttl_seconds":null}""")).Json.GetProperty("ttl_seconds").ValueKind);
    }

    [Fact]
    public async Task A_session_is_answered_anew_after_every_change()
    {
        var path = "/v1/working-memory/" + Name();
        await OkAsync("PUT", path, """{"context":"one"}""");
        var first = await OkAsync("GET", path);
        Assert.Equal(first.Text, (await OkAsync("GET", path)).Text);
        await OkAsync("PUT", path, """{"context":"two"}""");
        Assert.Equal("two", (await OkAsync("GET", path)).Json.GetProperty("context").GetString());
    }

    [Fact]
    public async Task Free_JSON_as_deep_as_a_request_may_be_comes_back_as_it_was_sent()
    {
        var path = "/v1/working-memory/" + Name();
        static string Nest(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
        var body = "{\"data\":" + Nest(63) + ",\"memories\":[{\"id\":\"deep\",\"text\":\"x\",\"metadata\":" + Nest(61) + "}]}";
        await OkAsync("PUT", path, body);
        var session = (await OkAsync("GET", path)).Text;
        Assert.Contains(Nest(63), session, StringComparison.Ordinal);
        Assert.Contains("\"metadata\":" + Nest(61), session, StringComparison.Ordinal);
        await OkAsync("POST", "/v1/long-term-memory/", "{\"memories\":[{\"id\":\"deep\",\"text\":\"x\",\"metadata\":" + Nest(61) + "}]}");
        Assert.Contains(Nest(61), (await OkAsync("GET", "/v1/long-term-memory/deep")).Text, StringComparison.Ordinal);
    }

    [Fact, Trait("Spec", "3")]
    public async Task The_routes_of_the_seed_era_reach_the_same_sessions()
    {
        var (id, @namespace) = (Name(), Name());
        var messages = string.Join(',', Enumerable.Range(0, 25).Select(number => Message($"m{number}", "x", $"2026-01-31T10:00:{number:00}Z")));
        await OkAsync("POST", $"/sessions/{id}/memory", $$"""{"namespace":"{{@namespace}}","messages":[{{messages}}]}""");
        Assert.Equal(20, (await OkAsync("GET", $"/sessions/{id}/memory")).Json.GetProperty("messages").GetArrayLength());
        Assert.Equal(3, (await OkAsync("GET", $"/sessions/{id}/memory?window_size=3")).Json.GetProperty("messages").GetArrayLength());
        Assert.Equal($$"""{"sessions":["{{id}}"],"total":1}""", (await OkAsync("GET", $"/sessions/?page=1&size=10&namespace={@namespace}")).Text);
        Assert.Equal("""{"sessions":[],"total":1}""", (await OkAsync("GET", $"/sessions?page=2&size=10&namespace={@namespace}")).Text);
        await OkAsync("DELETE", $"/sessions/{id}/memory");
        Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync("GET", $"/sessions/{id}/memory")).Status);
    }

    private static (JsonValueKind, JsonValueKind) Percentages(JsonElement session) =>
        (session.GetProperty("context_percentage_total_used").ValueKind, session.GetProperty("context_percentage_until_summarization").ValueKind);
}
