using AgentMemory.Extraction;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Conformance.WorkingMemory;

public abstract partial class WorkingMemoryStoreConformance
{
    private static MemoryMessage Described(string id) =>
        Samples.Message(id) with { Metadata = Samples.JsonObject("""{"source": "tool", "n": [1, null]}""") };

    [Fact]
    [Trait("Trap", "T23")]
    public async Task What_an_expired_session_leaves_is_still_extracted()
    {
        var strategy = new MemoryStrategy { Strategy = StrategyNames.Preferences };
        await PutAsync(Replacement(Ann, Samples.Message("m1"), Described("m2"), Samples.Message("m3")) with
        {
            Ttl = TtlChange.To(10),
            Strategy = strategy,
        });
        await QueueExtractionAsync();
        await ExtractAsync(Samples.Message("m1"));
        Clock.Advance(TimeSpan.FromSeconds(11));

        await AssertBacklogAsync();
        Assert.Equal(1, await Sessions.PurgeExpiredAsync(10, None));
        await AssertBacklogAsync();

        Assert.Equal(ExtractionOutcome.Committed, await Sessions.CommitExtractionAsync(
            OnlyAnn, Session(Ann), Extraction([Described("m2"), Samples.Message("m3")], From("r1", "m2")), None));
        Assert.Equal(["r1"], await RecordIdsAsync());
        Assert.Null(await BacklogAsync());
        Assert.Null(await FindAsync(Ann));
        Assert.Equal(ExtractionOutcome.Deleted, await ExtractAsync(Described("m2")));

        async Task AssertBacklogAsync()
        {
            var backlog = await BacklogAsync();
            Assert.Null(backlog!.Session);
            Assert.Equal(StrategyNames.Preferences, backlog.Strategy.Strategy);
            Assert.Equal(["m2", "m3"], Ids(backlog.Departed));
            Assert.Equal(Described("m2") with { Metadata = null }, backlog.Departed[0] with { Metadata = null });
            Same.Json(Described("m2").Metadata!.Value, backlog.Departed[0].Metadata!.Value);
        }
    }

    [Fact]
    public async Task What_nobody_will_extract_goes_with_its_session()
    {
        await PutAsync(Replacement(Ann, Samples.Message("m1")) with { Ttl = TtlChange.To(10) });
        Clock.Advance(TimeSpan.FromSeconds(11));
        await Sessions.PurgeExpiredAsync(10, None);

        Assert.Null(await BacklogAsync());
    }

    [Fact]
    public async Task What_follows_an_expired_session_is_extracted_after_what_it_left()
    {
        await PutAsync(Replacement(Ann, Samples.Message("old")) with { Ttl = TtlChange.To(10) });
        await QueueExtractionAsync();
        Clock.Advance(TimeSpan.FromSeconds(11));
        await AppendAsync(Ann, Samples.Message("new"));

        var backlog = await BacklogAsync();

        Assert.Equal(["old"], Ids(backlog!.Departed));
        Assert.Equal(["new"], Ids(backlog.Session!));
        Assert.Equal(ExtractionOutcome.Committed, await ExtractAsync(Samples.Message("old"), Samples.Message("new")));
        Assert.Empty((await BacklogAsync())!.Departed);
    }

    [Fact]
    public async Task The_task_that_extracts_an_expired_session_stays_queued()
    {
        await PutAsync(
            Replacement(Ann, Samples.Message("m1")) with { Ttl = TtlChange.To(10) }, WriteCondition.None,
            NewTask(Ann, "s1") with { SessionId = "s1" });
        Clock.Advance(TimeSpan.FromSeconds(11));

        await Sessions.PurgeExpiredAsync(10, None);

        Assert.Equal(1, (await Store.Tasks.CountAsync(None)).Queued);
    }

    [Fact]
    [Trait("Trap", "T69")]
    public async Task Deleting_a_session_removes_what_left_it_too()
    {
        await PutAsync(Ann, Samples.Message("m1"), Samples.Message("m2"));
        await SummarizeAsync("m1");

        Assert.True(await DeleteAsync("s1", Ann.Namespace, Ann.UserId));

        Assert.Null(await BacklogAsync());
        Assert.Equal(ExtractionOutcome.Deleted, await ExtractAsync(Samples.Message("m1")));
    }

    [Fact]
    [Trait("Trap", "T69")]
    public async Task Deleting_a_session_that_expired_removes_what_it_left()
    {
        await PutAsync(Replacement(Ann, Samples.Message("m1")) with { Ttl = TtlChange.To(10) });
        await QueueExtractionAsync();
        Clock.Advance(TimeSpan.FromSeconds(11));
        await Sessions.PurgeExpiredAsync(10, None);
        Assert.NotNull(await BacklogAsync());

        Assert.False(await DeleteAsync("s1", Ann.Namespace, Ann.UserId));

        Assert.Null(await BacklogAsync());
    }

    [Fact]
    public async Task What_an_ended_session_left_is_forgotten_once_no_task_can_extract_it()
    {
        await PutAsync(
            Replacement(Ann, Samples.Message("m1")) with { Ttl = TtlChange.To(10) }, WriteCondition.None,
            NewTask(Ann, "s1") with { SessionId = "s1" });
        Clock.Advance(TimeSpan.FromSeconds(11));
        await Sessions.PurgeExpiredAsync(10, None);
        Clock.Advance(TimeSpan.FromDays(40));
        await Sessions.PurgeExpiredAsync(10, None);
        Assert.NotNull(await BacklogAsync());

        var lease = Assert.Single(await Store.Tasks.LeaseAsync("worker", 10, TimeSpan.FromMinutes(1), None));
        await Store.Tasks.CompleteAsync(lease, None);
        await Sessions.PurgeExpiredAsync(10, None);

        Assert.Null(await BacklogAsync());
    }

    [Fact]
    [Trait("Trap", "T67")]
    public async Task Extracted_messages_a_client_removes_and_sends_again_are_known()
    {
        await PutAsync(Ann, Samples.Message("m1"), Samples.Message("m2"), Samples.Message("m3"));
        await ExtractAsync(Samples.Message("m1"), Samples.Message("m2"));
        await PutAsync(Ann, Samples.Message("m2", "edited"));

        Assert.Equal(
            [("m1", true), ("m2", true), ("m3", false)],
            Flags(await PutAsync(Ann, Samples.Message("m1"), Samples.Message("m2"), Samples.Message("m3"))));

        await PutAsync(Ann, Samples.Message("m3"));
        await AppendAsync(Ann, Samples.Message("m1"), Samples.Message("m2", "edited again"));
        Assert.Equal([("m3", false), ("m1", true), ("m2", false)], Flags(await GetAsync(Ann)));
    }

    [Fact]
    public async Task Unextracted_messages_a_client_removes_are_gone()
    {
        await PutAsync(Ann, Samples.Message("m1"), Samples.Message("m2"));
        await PutAsync(Ann, Samples.Message("m2"));

        Assert.Empty((await BacklogAsync())!.Departed);
        Assert.Equal([("m1", false)], Flags(await PutAsync(Ann, Samples.Message("m1"))));
    }

    [Fact]
    [Trait("Trap", "T67")]
    public async Task Removed_messages_are_not_known_in_another_session()
    {
        await PutAsync(Ann, Samples.Message("m1"));
        await ExtractAsync(Samples.Message("m1"));
        await PutAsync(Ann);

        var other = await Sessions.PutAsync(
            Everything, new SessionReplacement { Key = Session(Ann, "s2"), Messages = [Samples.Message("m1")] }, WriteCondition.None, [], None);
        await PutAsync(Bob, Samples.Message("m1"));

        Assert.Equal([("m1", false)], Flags(other));
        Assert.Equal([("m1", false)], Flags(await GetAsync(Bob)));
    }

    [Fact]
    [Trait("Trap", "T67")]
    public async Task Messages_of_an_expired_session_are_not_known_in_the_next()
    {
        await PutAsync(Replacement(Ann, Samples.Message("m1"), Samples.Message("m2")) with { Ttl = TtlChange.To(10) });
        await ExtractAsync(Samples.Message("m1"));
        await PutAsync(Replacement(Ann, Samples.Message("m2")));
        Clock.Advance(TimeSpan.FromSeconds(11));

        await AppendAsync(Ann, Samples.Message("m1"), Samples.Message("m2"));

        Assert.Equal([("m1", false), ("m2", false)], Flags(await GetAsync(Ann)));
        Assert.Empty((await BacklogAsync())!.Departed);
    }

    [Fact]
    [Trait("Trap", "T67")]
    public async Task Of_what_a_session_had_the_newest_messages_are_known_and_memory_stays_bounded()
    {
        const int Remembered = 10_000, Beyond = 5;
        MemoryMessage[] messages = [.. Enumerable.Range(0, Remembered + Beyond).Select(i => Samples.Message($"m{i}"))];
        await PutAsync(Ann, messages);
        await ExtractAsync(messages);
        await PutAsync(Ann);

        var session = await PutAsync(Ann, messages);

        Assert.All(session.Messages.Take(Beyond), message => Assert.False(message.DiscreteMemoryExtracted));
        Assert.All(session.Messages.Skip(Beyond), message => Assert.True(message.DiscreteMemoryExtracted));
    }

    private Task<string> QueueExtractionAsync() =>
        Store.Tasks.EnqueueAsync(NewTask(Ann, "s1") with { SessionId = "s1" }, None);
}
