using AgentMemory.Errors;
using AgentMemory.Extraction;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Conformance.WorkingMemory;

public abstract partial class WorkingMemoryStoreConformance
{
    [Fact]
    [Trait("Trap", "T28")]
    public async Task An_append_creates_the_session_when_absent()
    {
        var result = await Sessions.AppendAsync(
            OnlyAnn,
            new SessionAppend
            {
                Key = Session(Ann),
                Messages = [Samples.Message("m1"), Samples.Message("m2")],
                Strategy = new MemoryStrategy { Strategy = StrategyNames.Preferences },
                Ttl = TtlChange.To(60),
            },
            WriteCondition.MustNotExist, [], None);

        var session = await GetAsync(Ann);
        Assert.Equal((session.Version, 2, 2), (result.Version, result.MessageCount, result.Appended));
        Assert.Equal(["m1", "m2"], Ids(session));
        Assert.Equal(StrategyNames.Preferences, session.Strategy.Strategy);
        Assert.Equal(60, session.TtlSeconds);
        Assert.Equal((Clock.Now, Clock.Now), (session.CreatedAt, session.UpdatedAt));
    }

    [Fact]
    [Trait("Trap", "T28")]
    public async Task An_append_adds_at_the_end_and_keeps_everything_else()
    {
        var put = await PutAsync(Replacement(Ann, Samples.Message("z")) with
        {
            Memories = [Samples.Record(Ann, "mem")],
            Data = Samples.JsonObject("""{"a": 1}"""),
            Context = "kept",
            Tokens = 7,
            Strategy = new MemoryStrategy { Strategy = StrategyNames.Summary },
        });
        Clock.Advance(TimeSpan.FromSeconds(1));

        var result = await AppendAsync(Ann, Samples.Message("b"), Samples.Message("a"));

        var session = await GetAsync(Ann);
        Assert.Equal((3, 2), (result.MessageCount, result.Appended));
        Assert.Equal(["z", "b", "a"], Ids(session));
        Assert.Equal(Samples.Message("a"), session.Messages[2]);
        Same.Record(put.Memories[0], session.Memories[0]);
        Same.Json(put.Data, session.Data);
        Assert.Equal(
            (put.Context, put.Tokens, put.Strategy.Strategy, put.CreatedAt),
            (session.Context, session.Tokens, session.Strategy.Strategy, session.CreatedAt));
        Assert.Equal(Clock.Now, session.UpdatedAt);
    }

    [Fact]
    public async Task An_append_sets_the_strategy_only_when_given()
    {
        await AppendAsync(Ann, Samples.Message("m1"));
        Assert.Equal(StrategyNames.Discrete, (await GetAsync(Ann)).Strategy.Strategy);

        await Sessions.AppendAsync(
            OnlyAnn,
            new SessionAppend
            {
                Key = Session(Ann),
                Messages = [Samples.Message("m2")],
                Strategy = new MemoryStrategy { Strategy = StrategyNames.Custom, Config = Samples.JsonObject("""{"a": 1}""") },
            },
            WriteCondition.None, [], None);
        await AppendAsync(Ann, Samples.Message("m3"));

        var strategy = (await GetAsync(Ann)).Strategy;
        Assert.Equal(StrategyNames.Custom, strategy.Strategy);
        Same.Json(Samples.JsonObject("""{"a": 1}"""), strategy.Config);
    }

    [Fact]
    public async Task A_repeated_append_adds_nothing_twice()
    {
        await PutAsync(Ann, Samples.Message("m1"));
        await StampAsync([], ["m1"]);
        await AppendAsync(Ann, Samples.Message("m2"));

        var again = await AppendAsync(Ann, Samples.Message("m1"), Samples.Message("m2"), Samples.Message("m3"));
        var nothing = await AppendAsync(Ann, Samples.Message("m3") with { CreatedAt = Samples.Then.AddYears(1) });

        var session = await GetAsync(Ann);
        Assert.Equal((3, 1), (again.MessageCount, again.Appended));
        Assert.Equal((3, 0, session.Version), (nothing.MessageCount, nothing.Appended, nothing.Version));
        Assert.Equal(["m1", "m2", "m3"], Ids(session));
        Assert.Equal(Clock.Now, session.Messages[0].PersistedAt);
        Assert.Equal(Samples.Then, session.Messages[2].CreatedAt);
    }

    [Theory]
    [InlineData("user", "other content")]
    [InlineData("assistant", "Content of m1")]
    [InlineData("user", "content of m1")]
    public async Task An_append_that_contradicts_a_stored_message_writes_nothing(string role, string content)
    {
        await PutAsync(Ann, Samples.Message("m1"));
        var lastEvent = await LastEventAsync();

        await Assert.ThrowsAsync<ConflictException>(async () => await Sessions.AppendAsync(
            OnlyAnn,
            new SessionAppend { Key = Session(Ann), Messages = [Samples.Message("m2"), Samples.Message("m1", content, role)] },
            WriteCondition.None, [NewTask(Ann)], None));

        Assert.Equal([Samples.Message("m1")], (await GetAsync(Ann)).Messages);
        Assert.Equal(0, (await Store.Tasks.CountAsync(None)).Queued);
        Assert.Equal(lastEvent, await LastEventAsync());
    }

    [Fact]
    public async Task An_append_goes_to_its_own_owners_session_only()
    {
        await PutAsync(Bob, Samples.Message("m1", "of Bob"));

        await Sessions.AppendAsync(
            OnlyAnn, new SessionAppend { Key = Session(Ann), Messages = [Samples.Message("m1", "of Ann")] }, WriteCondition.None, [], None);
        await Assert.ThrowsAsync<AccessDeniedException>(async () => await Sessions.AppendAsync(
            OnlyAnn, new SessionAppend { Key = Session(Bob), Messages = [Samples.Message("m2")] }, WriteCondition.None, [], None));

        Assert.Equal([Samples.Message("m1", "of Bob")], (await GetAsync(Bob)).Messages);
        Assert.Equal([Samples.Message("m1", "of Ann")], (await GetAsync(Ann)).Messages);
    }

    [Fact]
    public async Task Appends_to_a_replaced_session_follow_the_new_messages()
    {
        await PutAsync(Ann, [.. Enumerable.Range(0, 50).Select(i => Samples.Message($"old{i}"))]);
        await PutAsync(Ann, Samples.Message("new1"), Samples.Message("new2"));

        await AppendAsync(Ann, Samples.Message("old3"), Samples.Message("new3"));

        Assert.Equal(["new1", "new2", "old3", "new3"], Ids(await GetAsync(Ann)));
    }
}
