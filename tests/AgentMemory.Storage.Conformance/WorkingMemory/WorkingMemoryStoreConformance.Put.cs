using AgentMemory.Errors;
using AgentMemory.Extraction;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Conformance.WorkingMemory;

public abstract partial class WorkingMemoryStoreConformance
{
    [Fact]
    public async Task A_session_round_trips_with_every_member()
    {
        var memory = Samples.FullRecord(Ann, "mem1") with { MemoryHash = "abc", PersistedAt = null, Slot = null, Context = null };
        var put = await PutAsync(new SessionReplacement
        {
            Key = Session(Ann),
            Messages = [Samples.Message("m2", "second", "assistant"), Samples.Message("m1", "first") with { CreatedAt = Samples.Then.AddDays(-1) }],
            Memories = [memory, Samples.Record(Nobody, "mem2")],
            Data = Samples.JsonObject("""{"cart": [1, {"żółw": null}], "big": 12345678901234567890, "e": 1e-7}"""),
            Context = "They talked about Lyon",
            Tokens = 321,
            Strategy = new MemoryStrategy
            {
                Strategy = StrategyNames.Custom,
                Config = Samples.JsonObject("""{"custom_prompt": "x"}"""),
            },
            Ttl = TtlChange.To(3600),
            CreatedAt = Samples.Then,
            LastAccessed = Samples.Then.AddMinutes(1),
        });

        foreach (var session in new[] { put, await GetAsync(Ann), (await FindAsync(await OtherClientAsync(), Ann))! })
        {
            Assert.Equal(Session(Ann), session.Key);
            Assert.Equal(
                [Samples.Message("m2", "second", "assistant"), Samples.Message("m1", "first") with { CreatedAt = Samples.Then.AddDays(-1) }],
                session.Messages);
            Assert.Equal(2, session.Memories.Count);
            Same.Record(memory, session.Memories[0]);
            Same.Record(Samples.Record(Nobody, "mem2"), session.Memories[1]);
            Same.Json(Samples.JsonObject("""{"cart": [1, {"żółw": null}], "big": 12345678901234567890, "e": 1e-7}"""), session.Data);
            Assert.Equal("They talked about Lyon", session.Context);
            Assert.Equal(321, session.Tokens);
            Assert.Equal(StrategyNames.Custom, session.Strategy.Strategy);
            Same.Json(Samples.JsonObject("""{"custom_prompt": "x"}"""), session.Strategy.Config);
            Assert.Equal(3600, session.TtlSeconds);
            Assert.Equal(Clock.Now.AddSeconds(3600), session.ExpiresAt);
            Assert.Equal(Samples.Then, session.CreatedAt);
            Assert.Equal(Samples.Then.AddMinutes(1), session.LastAccessed);
            Assert.Equal(Clock.Now, session.UpdatedAt);
            Assert.Equal(put.Version, session.Version);
        }
    }

    [Fact]
    public async Task An_empty_session_has_the_defaults()
    {
        await PutAsync(Ann);

        var session = await GetAsync(Ann);

        Assert.Empty(session.Messages);
        Assert.Empty(session.Memories);
        Same.Json(Json.EmptyObject, session.Data);
        Assert.Null(session.Context);
        Assert.Equal(StrategyNames.Discrete, session.Strategy.Strategy);
        Assert.Null(session.TtlSeconds);
        Assert.Null(session.ExpiresAt);
        Assert.Equal((Clock.Now, Clock.Now, Clock.Now), (session.CreatedAt, session.UpdatedAt, session.LastAccessed));
    }

    [Theory]
    [MemberData(nameof(Samples.AwkwardTexts), MemberType = typeof(Samples))]
    public async Task Text_is_kept_exactly(string text)
    {
        await PutAsync(Replacement(Ann, Samples.Message("put", text)) with
        {
            Context = text,
            Memories = [Samples.Record(Ann, "mem", text)],
        });
        await AppendAsync(Ann, Samples.Message("appended", text, role: "rôle " + text[..Math.Min(text.Length, 20)]));

        var session = (await FindAsync(await OtherClientAsync(), Ann))!;

        Assert.Equal([text, text], session.Messages.Select(message => message.Content));
        Assert.Equal("rôle " + text[..Math.Min(text.Length, 20)], session.Messages[1].Role);
        Assert.Equal(text, session.Context);
        Assert.Equal(text, session.Memories[0].Text);
    }

    [Fact]
    public async Task Message_ids_that_read_alike_are_kept_apart()
    {
        MemoryMessage[] messages =
            [.. new[] { "a", "A", "a ", " a", "ä", "a\u0308", "'a'", "a;b", "1", "01", "1.0" }.Select(id => Samples.Message(id))];
        await PutAsync(Ann, messages);

        Assert.Equal(messages, (await FindAsync(await OtherClientAsync(), Ann))!.Messages);
    }

    [Fact]
    public async Task Stored_order_is_the_senders_whatever_the_times_and_ids_are()
    {
        MemoryMessage[] messages =
            [.. Enumerable.Range(0, 200).Select(i => Samples.Message($"m{i * 7919 % 200}") with { CreatedAt = Samples.Then.AddSeconds(-i) })];

        await PutAsync(Ann, messages);
        Assert.Equal(messages, (await GetAsync(Ann)).Messages);

        await PutAsync(Ann, [.. messages.Reverse()]);
        Assert.Equal(messages.Reverse(), (await GetAsync(Ann)).Messages);
    }

    [Fact]
    [Trait("Spec", "2.4")]
    public async Task A_put_replaces_everything_the_last_one_wrote()
    {
        await PutAsync(Replacement(Ann, Samples.Message("m1"), Samples.Message("m2")) with
        {
            Memories = [Samples.Record(Ann, "mem")],
            Data = Samples.JsonObject("""{"a": 1}"""),
            Context = "old",
            Tokens = 9,
            Strategy = new MemoryStrategy { Strategy = StrategyNames.Summary },
        });
        await PutAsync(Ann, Samples.Message("m2", "edited"), Samples.Message("m3"));

        var session = await GetAsync(Ann);

        Assert.Equal([Samples.Message("m2", "edited"), Samples.Message("m3")], session.Messages);
        Assert.Empty(session.Memories);
        Same.Json(Json.EmptyObject, session.Data);
        Assert.Null(session.Context);
        Assert.Equal(0, session.Tokens);
        Assert.Equal(StrategyNames.Discrete, session.Strategy.Strategy);
    }

    [Fact]
    [Trait("Trap", "T45")]
    public async Task Creation_time_is_kept_unless_given()
    {
        var created = (await PutAsync(Ann)).CreatedAt;
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(created, (await PutAsync(Ann)).CreatedAt);
        Assert.Equal(Samples.Then, (await PutAsync(Replacement(Ann) with { CreatedAt = Samples.Then })).CreatedAt);
        Assert.Equal(Samples.Then, (await PutAsync(Ann)).CreatedAt);
        Assert.Equal(Clock.Now, (await GetAsync(Ann)).UpdatedAt);
    }

    [Fact]
    public async Task A_put_outside_the_scope_is_refused_and_changes_nothing()
    {
        await PutAsync(Ann, Samples.Message("of-ann"));

        await Assert.ThrowsAsync<AccessDeniedException>(async () =>
            await Sessions.PutAsync(OnlyBob, Replacement(Ann, Samples.Message("intruder")), WriteCondition.None, [NewTask(Ann)], None));
        await Assert.ThrowsAsync<AccessDeniedException>(async () =>
            await Sessions.PutAsync(OnlyBob, Replacement(Nobody), WriteCondition.None, [NewTask(Nobody)], None));

        Assert.Equal(["of-ann"], Ids(await GetAsync(Ann)));
        Assert.Null(await FindAsync(Nobody));
        Assert.Equal(0, (await Store.Tasks.CountAsync(None)).Queued);
    }

    [Fact]
    public async Task The_same_id_under_two_owners_is_two_sessions()
    {
        await PutAsync(Ann, Samples.Message("same", "of Ann"));
        await Sessions.PutAsync(OnlyBob, Replacement(Bob, Samples.Message("same", "of Bob")), WriteCondition.MustNotExist, [], None);

        Assert.Equal("of Ann", (await GetAsync(Ann)).Messages[0].Content);
        Assert.Equal("of Bob", (await GetAsync(Bob)).Messages[0].Content);
    }
}
