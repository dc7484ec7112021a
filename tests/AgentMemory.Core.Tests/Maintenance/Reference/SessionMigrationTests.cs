using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance.Reference;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using static AgentMemory.Tests.Maintenance.Reference.ScriptedReference;

namespace AgentMemory.Tests.Maintenance.Reference;

[Trait("Spec", "11.1")]
public sealed class SessionMigrationTests : IAsyncDisposable
{
    private static readonly Owner Ann = new("shop", "ann");

    private readonly Engine _engine = new();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    [Trait("Trap", "T45")]
    public async Task A_document_becomes_a_session_with_everything_it_says()
    {
        const string Json =
            """
            {"messages":[
              {"role":"user","content":"I live in Oslo","id":"m1","created_at":"2026-01-31T10:00:00Z","persisted_at":"2026-01-31T10:00:05Z","discrete_memory_extracted":"t"},
              {"role":"assistant","content":"Noted 👍","id":"m2","created_at":"2026-01-31T10:00:01","persisted_at":null,"discrete_memory_extracted":"f"}],
             "memories":[
              {"id":"mem1","text":"User lives in Oslo","memory_type":"semantic","topics":["home"],"entities":null,"pinned":true,"access_count":2,
               "created_at":"2026-01-31T10:00:00+00:00","last_accessed":"2026-01-31T10:00:00Z","updated_at":"2026-01-31T10:00:00Z",
               "persisted_at":"2026-01-31T10:01:00.250000Z","event_date":null,"extraction_strategy":"discrete","extraction_strategy_config":{},
               "metadata":{"source":"crm"},"session_id":"s1","user_id":"ann","namespace":"shop","memory_hash":"h","discrete_memory_extracted":"t"}],
             "context":"They met.","user_id":"ann","tokens":12,"session_id":"s1","namespace":"shop","ttl_seconds":3600,"data":{"step":3},
             "long_term_memory_strategy":{"strategy":"summary","config":{"max_summary_length":50}},
             "last_accessed":1769853700,"created_at":1769853600,"updated_at":1769853800}
            """;

        var report = await MigrateAsync(_engine, new ScriptedReference(Session("shop:ann:s1", Json, TimeSpan.FromSeconds(90))));

        Assert.Equal((1, 1, 1), (report.Sessions.Found, report.Sessions.Migrated, report.MessagesToExtract));
        Assert.Empty(report.Sessions.Repaired);
        var session = await FindAsync(new(Ann, "s1"));
        var then = new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero);
        Assert.Equal(
            [
                Records.Message("m1", "I live in Oslo") with { CreatedAt = then, PersistedAt = then.AddSeconds(5), DiscreteMemoryExtracted = true },
                Records.Message("m2", "Noted 👍", "assistant") with { CreatedAt = then.AddSeconds(1) },
            ],
            session.Messages);
        var memory = Assert.Single(session.Memories);
        Assert.Equal(
            ("mem1", "User lives in Oslo", MemoryType.Semantic, true, 2, then.AddMilliseconds(60_250), "shop/ann", true),
            (memory.Id, memory.Text, memory.MemoryType, memory.Pinned, memory.AccessCount, memory.PersistedAt, memory.Owner.ToString(),
                memory.DiscreteMemoryExtracted));
        Assert.Equal(["home"], memory.Topics);
        Assert.Equal(
            ("They met.", 12, "summary", 3600, _engine.Time.GetUtcNow().AddSeconds(90)),
            (session.Context, session.Tokens, session.Strategy.Strategy, session.TtlSeconds, session.ExpiresAt));
        Assert.Equal("""{"step":3}""", session.Data.GetRawText());
        Assert.Equal(
            (then.AddSeconds(100), then, then.AddSeconds(200)), (session.LastAccessed, session.CreatedAt, session.UpdatedAt));
    }

    [Theory]
    [InlineData("x:s", "x", null, "s")]
    [InlineData("x:s", null, "x", "s")]
    [InlineData("x:s", null, null, "x:s")]
    [InlineData("a:b:c:d", "a:b", "c", "d")]
    [InlineData("migration:complete", null, null, "migration:complete")]
    [Trait("Trap", "T29")]
    public async Task The_document_says_whose_a_session_is_and_the_key_does_not(string name, string? ns, string? user, string id)
    {
        await MigrateAsync(_engine, new ScriptedReference(Session(name, Document(id, ns, user))));

        Assert.Single((await FindAsync(new(new(ns, user), id))).Messages);
    }

    [Theory]
    [InlineData("s1", """{"messages":[]}""", null, null, "s1")]
    [InlineData("shop:ann:s:1", """{"namespace":"shop","user_id":"ann"}""", "shop", "ann", "s:1")]
    [InlineData("shop:s1", """{"namespace":"shop","user_id":null}""", "shop", null, "s1")]
    [InlineData("x:y", """{"namespace":null,"user_id":null}""", null, null, "x:y")]
    [Trait("Trap", "T29")]
    public async Task The_key_names_the_session_where_the_document_does_not(string name, string json, string? ns, string? user, string id)
    {
        var report = await MigrateAsync(_engine, new ScriptedReference(Session(name, json)));

        Assert.Equal(1, report.Sessions.Migrated);
        await FindAsync(new(new(ns, user), id));
    }

    [Theory]
    [InlineData("shop:s1", """{"messages":[]}""", "names no session, and its key can be read in several ways")]
    [InlineData("shop:ann:s1", """{"namespace":"shop"}""", "names no session, and its key can be read in several ways")]
    [InlineData("s1", "{\"session_id\":", "holds no JSON")]
    [InlineData("s1", "true", "holds JSON that is no object")]
    public async Task What_is_no_session_or_nobodys_is_named_with_the_reason(string name, string json, string reason)
    {
        var report = await MigrateAsync(_engine, new ScriptedReference(Session(name, json), Session("s2", Document("s2"))));

        Assert.Equal((1, 1), (report.Sessions.Migrated, report.Unreadable));
        Assert.Equal([new UnreadableKey("working_memory:" + name, reason)], report.Sessions.UnreadableKeys);
    }

    [Theory]
    [InlineData("60", 20, 60, 20)]
    [InlineData("60", null, 60, 60)]
    [InlineData("null", 20, null, null)]
    [InlineData("null", null, null, null)]
    [Trait("Trap", "T31")]
    public async Task The_document_says_whether_it_expires_and_the_key_when(string ttl, int? left, int? seconds, int? expiresIn)
    {
        var json = $$"""{"session_id":"s1","ttl_seconds":{{ttl}}}""";

        await MigrateAsync(_engine, new ScriptedReference(
            Session("s1", json, left is { } rest ? TimeSpan.FromSeconds(rest) : null)));

        var session = await FindAsync(new(default, "s1"));
        Assert.Equal(
            (seconds, expiresIn is { } span ? _engine.Time.GetUtcNow().AddSeconds(span) : null), (session.TtlSeconds, session.ExpiresAt));
    }

    [Fact]
    public async Task What_older_versions_left_out_is_put_right_and_told()
    {
        const string Json =
            """
            {"session_id":"s1","messages":[{"role":"user","content":"Hello"},{"role":"user","content":"Hello"},{"role":"user"},7],
             "memories":[{"text":"No id","topics":["a,b","c"]},{"id":"m"}],"data":null,"context":null,"tokens":"many",
             "long_term_memory_strategy":{"strategy":"telepathy"},"created_at":"2026-01-31T10:00:00"}
            """;
        var source = new ScriptedReference(Session("s1", Json));

        var report = await MigrateAsync(_engine, source);

        var session = await FindAsync(new(default, "s1"));
        Assert.Equal(["Hello", "Hello"], session.Messages.Select(message => message.Content));
        Assert.Equal(2, session.Messages.Select(message => message.Id).Distinct().Count());
        Assert.All(session.Messages, message => Assert.Equal(session.CreatedAt, message.CreatedAt));
        Assert.Equal(["a", "b", "c"], Assert.Single(session.Memories).Topics);
        Assert.Equal(("discrete", "{}", 0), (session.Strategy.Strategy, session.Data.GetRawText(), session.Tokens));
        Assert.Equal(
            [
                "`messages` could not be used and was left out", "`tokens` could not be used and was left out",
                "a memory of a session without a text was left out", "a message without a role or content was left out",
                "a message without a time got its session's", "a message without an id got one",
                "a missing or unknown type became `message`", "a strategy that is unknown or refused here became `discrete`",
            ],
            report.Sessions.Repaired.Keys);

        Assert.Equal(1, (await MigrateAsync(_engine, source)).Sessions.AlreadyThere);
    }

    [Fact]
    public async Task Half_a_character_is_replaced_because_no_answer_could_carry_it()
    {
        var json = """{"session_id":"s1","messages":[{"role":"user","content":"cut \ud83d"}],"data":{"note":"\ude00 and \ud83d\ude00"}}""";

        var report = await MigrateAsync(_engine, new ScriptedReference(Session("s1", json)));

        var session = await FindAsync(new(default, "s1"));
        Assert.Equal("cut \ufffd", session.Messages[0].Content);
        Assert.Equal("\ufffd and 😀", session.Data.GetProperty("note").GetString());
        Assert.Contains("half a character (a lone surrogate) was replaced", report.Sessions.Repaired.Keys);
    }

    [Fact]
    [Trait("Trap", "T67")]
    public async Task Nothing_that_was_done_is_done_again_and_what_was_not_is_queued()
    {
        const string Done =
            """
            {"session_id":"done","messages":[{"role":"user","content":"Hi","id":"a","created_at":"2026-01-31T10:00:00Z","discrete_memory_extracted":"t"}],
             "memories":[{"id":"m","text":"Fact","persisted_at":"2026-01-31T10:00:00Z"}]}
            """;
        await MigrateAsync(_engine, new ScriptedReference(Session("done", Done)));
        Assert.Equal(0, (await _engine.Queue.CountAsync(CancellationToken.None)).Queued);

        await MigrateAsync(_engine, new ScriptedReference(
            Session("open", Document("open", "shop", "ann").Replace("\"memories\":[]", """ "memories":[{"id":"m2","text":"Fact"}] """, StringComparison.Ordinal))));
        Assert.Equal(2, (await _engine.Queue.CountAsync(CancellationToken.None)).Queued);
        await _engine.RunDueTasksAsync();
        Assert.Equal("Fact", (await _engine.FindAsync("m2"))!.Text);
    }

    private static string Document(string id, string? ns = null, string? user = null) =>
        $$"""
        {"session_id":"{{id}}","namespace":{{Quote(ns)}},"user_id":{{Quote(user)}},"memories":[],"messages":[
          {"role":"user","content":"Hello","id":"m1","created_at":"2026-01-31T10:00:00Z","discrete_memory_extracted":"f"}]}
        """;

    private static string Quote(string? text) => text is null ? "null" : $"\"{text}\"";

    private async Task<Session> FindAsync(SessionKey key) =>
        await _engine.Get<IWorkingMemoryStore>().FindAsync(AccessScope.Of(key.Owner), key.AsLookup(), CancellationToken.None)
        ?? throw new InvalidOperationException($"{key} was not migrated");
}
