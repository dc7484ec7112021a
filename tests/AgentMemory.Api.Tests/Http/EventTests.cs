using System.Net;

namespace AgentMemory.Api.Tests.Http;

public sealed class EventTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_sessions_events_are_read_in_order_and_by_pages()
    {
        await AppendAsync("paged", "ann", "one");
        await AppendAsync("paged", "ann", "two");
        await AppendAsync("paged", "bob", "not hers");

        var first = (await host.Client.SendAsync("GET", "/v1/working-memory/paged/events?user_id=ann&limit=1")).Json;
        var entry = Assert.Single(first.GetProperty("events").EnumerateArray().ToArray());
        Assert.Equal(["sequence", "at", "kind", "session_id", "memory_id", "detail"], entry.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("session.appended", "paged"), (entry.GetProperty("kind").GetString(), entry.GetProperty("session_id").GetString()));
        Assert.True(first.GetProperty("complete").GetBoolean());

        var next = first.GetProperty("next").GetInt64();
        Assert.Equal(entry.GetProperty("sequence").GetInt64(), next);
        var rest = (await host.Client.SendAsync("GET", $"/v1/working-memory/paged/events?user_id=ann&after={next}")).Json;
        Assert.True(Assert.Single(rest.GetProperty("events").EnumerateArray().ToArray()).GetProperty("sequence").GetInt64() > next);
        var end = rest.GetProperty("next").GetInt64();
        var none = (await host.Client.SendAsync("GET", $"/v1/working-memory/paged/events?user_id=ann&after={end}")).Text;
        Assert.Equal($$"""{"events":[],"complete":true,"next":{{end}}}""", none);
    }

    [Fact]
    public async Task All_that_a_caller_sees_is_read_at_once_or_of_a_namespace_or_user()
    {
        await AppendAsync("all-1", "everyone-ann", "one");
        await AppendAsync("all-2", "everyone-bob", "two");

        Assert.Equal(["session.appended"], await KindsAsync("/v1/events?user_id=everyone-ann"));
        var all = (await host.Client.SendAsync("GET", "/v1/events?limit=1000", (string?)null, ("X-Users", "everyone-ann,everyone-bob"))).Json;
        Assert.Equal(
            ["all-1", "all-2"], all.GetProperty("events").EnumerateArray().Select(entry => entry.GetProperty("session_id").GetString()));
        var refused = await host.Client.SendAsync("GET", "/v1/events?user_id=everyone-bob", (string?)null, ("X-Users", "everyone-ann"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
    }

    [Fact]
    public async Task A_reader_who_wants_the_newest_only_begins_with_them()
    {
        for (var number = 0; number < 5; number++)
            await AppendAsync("newest", "ann", $"message {number}");

        Assert.Equal(3, (await KindsAsync("/v1/events?newest=3")).Count);
        Assert.Empty(await KindsAsync("/v1/events?newest=0"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await host.Client.SendAsync("GET", "/v1/events?newest=1001")).Status);
    }

    [Fact]
    public async Task Events_tell_nothing_that_was_said()
    {
        await AppendAsync("quiet", "ann", "my secret is cinnamon");
        await host.Client.SendAsync("POST", "/v1/long-term-memory/", """{"memories":[{"id":"quiet","text":"likes cinnamon"}]}""");
        foreach (var path in new[] { "/v1/working-memory/quiet/events", "/v1/long-term-memory/quiet/history" })
        {
            var answer = await host.Client.SendAsync("GET", path);
            Assert.NotEqual(0, answer.Json.GetProperty("events").GetArrayLength());
            Assert.DoesNotContain("cinnamon", answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Events_of_a_session_that_is_gone_are_there_for_who_names_its_owner()
    {
        await AppendAsync("gone", "ann", "hello");
        await host.Client.SendAsync("DELETE", "/v1/working-memory/gone?user_id=ann");

        Assert.Equal(["session.appended", "session.deleted"], await KindsAsync("/v1/working-memory/gone/events?user_id=ann"));
        Assert.Empty(await KindsAsync("/v1/working-memory/gone/events?user_id=bob"));
        var unnamed = await host.Client.SendAsync("GET", "/v1/working-memory/gone/events");
        Assert.Equal(HttpStatusCode.NotFound, unnamed.Status);
        Assert.Equal(
            "Session gone not found; to read the events of one that is gone, name its `namespace` and `user_id`",
            unnamed.Detail.GetString());
    }

    [Fact]
    public async Task A_session_that_was_nobodys_is_found_without_naming_anybody()
    {
        await host.Client.SendAsync("PUT", "/v1/working-memory/nobodys", """{"messages":[{"role":"user","content":"hello"}]}""");
        await host.Client.SendAsync("DELETE", "/v1/working-memory/nobodys");
        Assert.Equal(["session.put", "session.deleted"], await KindsAsync("/v1/working-memory/nobodys/events"));
    }

    [Fact, Trait("Trap", "T72")]
    public async Task A_memorys_history_is_its_own_and_through_an_old_id_also_that_ids()
    {
        await CreateAsync("a-kept");
        await CreateAsync("b-dropped");
        await host.Client.SendAsync("PATCH", "/v1/long-term-memory/a-kept", """{"pinned":true}""");
        await host.Client.SendAsync("POST", "/v1/long-term-memory/compact?user_id=merged");

        Assert.Equal("a-kept", (await host.Client.SendAsync("GET", "/v1/long-term-memory/b-dropped")).Json.GetProperty("id").GetString());
        var own = await KindsAsync("/v1/long-term-memory/a-kept/history");
        Assert.Equal(["memory.created", "memory.updated"], own.Take(2));
        var throughOldId = await host.Client.SendAsync("GET", "/v1/long-term-memory/b-dropped/history");
        var entries = Values(throughOldId, "memory_id").Zip(Values(throughOldId, "kind")).ToList();
        Assert.Equal(own, entries.Where(entry => entry.First == "a-kept").Select(entry => entry.Second));
        Assert.Equal(["memory.created", "memory.absorbed"], entries.Where(entry => entry.First == "b-dropped").Select(entry => entry.Second));
        Assert.Equal(own.Count + 2, entries.Count);
    }

    [Fact]
    public async Task The_history_of_a_memory_that_is_gone_is_there_for_who_names_its_owner()
    {
        await host.Client.SendAsync("POST", "/v1/long-term-memory/", """{"memories":[{"id":"past","text":"past","namespace":"n"}]}""");
        await host.Client.SendAsync("DELETE", "/v1/long-term-memory?memory_ids=past");
        Assert.Equal(["memory.created", "memory.deleted"], await KindsAsync("/v1/long-term-memory/past/history?namespace=n"));
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.SendAsync("GET", "/v1/long-term-memory/past/history")).Status);
    }

    [Fact]
    public async Task Nobody_reads_events_outside_his_reach()
    {
        await AppendAsync("private", "ann", "hello");
        foreach (var (query, status) in new[] { ("", HttpStatusCode.NotFound), ("?user_id=ann", HttpStatusCode.Forbidden) })
        {
            var answer = await host.Client.SendAsync("GET", "/v1/working-memory/private/events" + query, (string?)null, ("X-Users", "bob"));
            Assert.Equal(status, answer.Status);
        }

        // Naming what the token leaves open reaches no further than the token.
        var named = await host.Client.SendAsync("GET", "/v1/working-memory/private/events?user_id=ann", (string?)null, ("X-Namespaces", "ours"));
        Assert.Equal(HttpStatusCode.OK, named.Status);
        Assert.Empty(Values(named, "kind"));
    }

    [Theory]
    [InlineData("after=-1")]
    [InlineData("after=x")]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    public async Task A_place_or_a_size_that_cannot_be_is_422(string query) =>
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await host.Client.SendAsync("GET", $"/v1/working-memory/any/events?user_id=ann&{query}")).Status);

    private async Task AppendAsync(string session, string user, string content)
    {
        var answer = await host.Client.SendAsync(
            "POST", $"/v1/working-memory/{session}/messages?user_id={user}", $$"""{"messages":[{"role":"user","content":"{{content}}"}]}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    private Task<Answer> CreateAsync(string id) => host.Client.SendAsync(
        "POST", "/v1/long-term-memory/", $$"""{"deduplicate":false,"memories":[{"id":"{{id}}","text":"the same words","user_id":"merged"}]}""");

    private async Task<IReadOnlyList<string>> KindsAsync(string path) => Values(await host.Client.SendAsync("GET", path), "kind");

    private static IReadOnlyList<string> Values(Answer answer, string member) =>
        [.. answer.Json.GetProperty("events").EnumerateArray().Select(entry => entry.GetProperty(member).GetString() ?? "")];
}
