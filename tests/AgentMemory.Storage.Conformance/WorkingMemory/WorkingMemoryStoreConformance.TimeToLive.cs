using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Conformance.WorkingMemory;

public abstract partial class WorkingMemoryStoreConformance
{
    [Fact]
    public async Task A_session_vanishes_when_its_ttl_has_passed()
    {
        await PutAsync(Replacement(Ann, Samples.Message("m1")) with { Ttl = TtlChange.To(60) });

        Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.NotNull(await FindAsync(Ann));

        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await FindAsync(Ann));
        Assert.Null(await FindAsync(await OtherClientAsync(), Ann));
        Assert.Equal(0, (await Sessions.ListAsync(Everything, new SessionListing(null, null, 100, 0), None)).Total);
        Assert.False(await DeleteAsync("s1", Ann.Namespace, Ann.UserId));
    }

    [Fact]
    [Trait("Trap", "T70")]
    public async Task A_put_without_a_ttl_keeps_it_and_restarts_it()
    {
        await PutAsync(Replacement(Ann) with { Ttl = TtlChange.To(60) });
        Clock.Advance(TimeSpan.FromSeconds(40));

        var session = await PutAsync(Replacement(Ann) with { Ttl = TtlChange.Keep });

        Assert.Equal(60, session.TtlSeconds);
        Assert.Equal(Clock.Now.AddSeconds(60), session.ExpiresAt);
        Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.NotNull(await FindAsync(Ann));
    }

    [Fact]
    [Trait("Trap", "T31")]
    public async Task A_put_with_a_null_ttl_makes_the_session_persistent()
    {
        await PutAsync(Replacement(Ann) with { Ttl = TtlChange.To(60) });

        var session = await PutAsync(Replacement(Ann) with { Ttl = TtlChange.To(null) });

        Assert.Null(session.TtlSeconds);
        Assert.Null(session.ExpiresAt);
        Clock.Advance(TimeSpan.FromDays(3650));
        Assert.NotNull(await FindAsync(Ann));
    }

    [Fact]
    public async Task A_ttl_can_be_set_and_changed_later()
    {
        await PutAsync(Ann);
        Assert.Equal(60, (await PutAsync(Replacement(Ann) with { Ttl = TtlChange.To(60) })).TtlSeconds);
        Assert.Equal(5, (await PutAsync(Replacement(Ann) with { Ttl = TtlChange.To(5) })).TtlSeconds);

        Clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Null(await FindAsync(Ann));
    }

    [Fact]
    public async Task An_append_keeps_changes_and_restarts_the_ttl()
    {
        await PutAsync(Replacement(Ann) with { Ttl = TtlChange.To(60) });
        Clock.Advance(TimeSpan.FromSeconds(40));
        await AppendAsync(Ann, Samples.Message("m1"));
        Assert.Equal((60, Clock.Now.AddSeconds(60)), await TtlAsync());

        await AppendWithTtlAsync("m2", TtlChange.To(5));
        Assert.Equal((5, Clock.Now.AddSeconds(5)), await TtlAsync());

        await AppendWithTtlAsync("m3", TtlChange.To(null));
        Assert.Equal((null, null), await TtlAsync());

        async Task<(int?, DateTimeOffset?)> TtlAsync()
        {
            var session = await GetAsync(Ann);
            return (session.TtlSeconds, session.ExpiresAt);
        }

        async Task AppendWithTtlAsync(string id, TtlChange ttl) => await Sessions.AppendAsync(
            OnlyAnn, new SessionAppend { Key = Session(Ann), Messages = [Samples.Message(id)], Ttl = ttl }, WriteCondition.None, [], None);
    }

    [Fact]
    public async Task What_follows_an_expired_session_is_a_new_one()
    {
        await PutAsync(Replacement(Ann, Samples.Message("old")) with { Ttl = TtlChange.To(10), Context = "old", CreatedAt = Samples.Then });
        Clock.Advance(TimeSpan.FromSeconds(11));

        var appended = await AppendAsync(Ann, Samples.Message("new"));

        var session = await GetAsync(Ann);
        Assert.Equal((1, 1), (appended.MessageCount, appended.Appended));
        Assert.Equal(["new"], Ids(session));
        Assert.Null(session.TtlSeconds);
        Assert.Null(session.Context);
        Assert.Equal(Clock.Now, session.CreatedAt);
    }

    [Fact]
    public async Task An_expired_session_is_absent_for_conditions()
    {
        var old = await PutAsync(Replacement(Ann) with { Ttl = TtlChange.To(10) });
        Clock.Advance(TimeSpan.FromSeconds(11));

        await AssertMismatchAsync(WriteCondition.MustExist);
        await AssertMismatchAsync(WriteCondition.Version(old.Version));
        var session = await PutAsync(Replacement(Ann), WriteCondition.MustNotExist);
        Assert.Equal(Clock.Now, session.CreatedAt);
        Assert.Null(session.TtlSeconds);
    }

    [Fact]
    public async Task Purging_removes_expired_sessions_only_and_at_most_the_limit()
    {
        for (var i = 0; i < 5; i++)
            await PutAsync(new SessionReplacement { Key = Session(Ann, $"short{i}"), Ttl = TtlChange.To(10) });
        await PutAsync(new SessionReplacement { Key = Session(Ann, "long"), Ttl = TtlChange.To(1000) });
        await PutAsync(new SessionReplacement { Key = Session(Ann, "forever") });
        Assert.Equal(0, await Sessions.PurgeExpiredAsync(100, None));
        Clock.Advance(TimeSpan.FromSeconds(11));
        var before = await LastEventAsync();

        Assert.Equal(3, await Sessions.PurgeExpiredAsync(3, None));
        Assert.Equal(2, await Sessions.PurgeExpiredAsync(3, None));
        Assert.Equal(0, await Sessions.PurgeExpiredAsync(3, None));

        Assert.Equal(Enumerable.Repeat(EventKinds.SessionExpired, 5), await EventKindsAsync(before));
        Assert.NotNull(await FindAsync(Ann, "long"));
        Assert.NotNull(await FindAsync(Ann, "forever"));
    }
}
