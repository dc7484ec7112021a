using AgentMemory.Errors;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Conformance.WorkingMemory;

public abstract partial class WorkingMemoryStoreConformance
{
    private async Task<Session?> SummarizeAsync(params string[] ids) =>
        await Sessions.CommitSummaryAsync(OnlyAnn, Session(Ann), Summary(ids), None);

    private static SummaryCommit Summary(params string[] ids) => new()
    {
        Messages = [.. ids.Select(id => Samples.Message(id))],
        PreviousContext = null,
        Context = "They met.",
        Tokens = 7,
        Detail = Samples.JsonObject($$"""{"messages": {{ids.Length}}}"""),
    };

    [Fact]
    public async Task A_summary_takes_the_place_of_its_messages()
    {
        await PutAsync(Replacement(Ann, Samples.Message("m1"), Samples.Message("m2"), Samples.Message("m3")) with
        {
            Ttl = TtlChange.To(60),
            Tokens = 10,
        });
        var before = await GetAsync(Ann);
        Clock.Advance(TimeSpan.FromSeconds(5));

        var session = await SummarizeAsync("m1", "m2");

        var stored = await GetAsync(Ann);
        Assert.Equal(["m3"], Ids(session!));
        Assert.Equal(["m3"], Ids(stored));
        Assert.Equal(("They met.", 17), (stored.Context, stored.Tokens));
        Assert.Equal((session!.Context, session.Tokens, session.Version), (stored.Context, stored.Tokens, stored.Version));
        Assert.NotEqual(before.Version, stored.Version);
        Assert.Equal((before.TtlSeconds, before.ExpiresAt), (stored.TtlSeconds, stored.ExpiresAt));
        var entry = (await Store.Events.ReadAsync(OnlyAnn, EventFilter.All, 0, 100, None)).Entries[^1];
        Assert.Equal((EventKinds.SessionSummarized, "s1"), (entry.Kind, entry.SessionId));
        Assert.Equal(2, entry.Detail!.Value.GetProperty("messages").GetInt32());

        Assert.Equal(2, (await AppendAsync(Ann, Samples.Message("m4"))).MessageCount);
        Assert.Equal(["m3", "m4"], Ids(await GetAsync(Ann)));
    }

    [Fact]
    [Trait("Trap", "T23")]
    public async Task Summarised_messages_extraction_has_not_seen_are_kept_aside_for_it()
    {
        await PutAsync(Ann, Samples.Message("m1"), Samples.Message("m2"), Samples.Message("m3"), Samples.Message("m4"));
        await ExtractAsync(Samples.Message("m2"));

        await SummarizeAsync("m1", "m2", "m3");

        var backlog = await BacklogAsync();
        Assert.Equal(["m1", "m3"], Ids(backlog!.Departed));
        Assert.Equal(["m4"], Ids(backlog.Session!));
        Assert.Equal(ExtractionOutcome.Superseded, await ExtractAsync(Samples.Message("m2"), Samples.Message("m1")));
        Assert.Equal(ExtractionOutcome.Committed, await Sessions.CommitExtractionAsync(
            OnlyAnn, Session(Ann), Extraction([Samples.Message("m1")], From("r1", "m1")), None));
        Assert.Equal(["m3"], Ids((await BacklogAsync())!.Departed));
        Assert.Equal(["r1"], await RecordIdsAsync());
        Assert.Equal(ExtractionOutcome.Superseded, await ExtractAsync(Samples.Message("m1")));
    }

    [Fact]
    [Trait("Trap", "T67")]
    public async Task Summarised_messages_a_client_sends_again_are_known()
    {
        await PutAsync(Ann, Samples.Message("m1"), Samples.Message("m2"), Samples.Message("m3"));
        await ExtractAsync(Samples.Message("m1"));
        await StampAsync([], ["m1"]);
        await SummarizeAsync("m1", "m2");
        await ExtractAsync(Samples.Message("m2"));

        var session = await PutAsync(Ann, Samples.Message("m1"), Samples.Message("m2"), Samples.Message("m3"));

        Assert.Equal([("m1", true), ("m2", true), ("m3", false)], Flags(session));
        Assert.Equal([Clock.Now, null, null], session.Messages.Select(message => message.PersistedAt));
    }

    [Fact]
    public async Task A_message_kept_aside_that_comes_back_is_extracted_once()
    {
        await PutAsync(Ann, Samples.Message("m1"), Samples.Message("m2"));
        await SummarizeAsync("m1");
        await AppendAsync(Ann, Samples.Message("m1"));

        var backlog = await BacklogAsync();

        Assert.Empty(backlog!.Departed);
        Assert.Equal(["m2", "m1"], Ids(backlog.Session!));
    }

    [Fact]
    public async Task A_summary_of_what_is_not_there_any_more_changes_nothing()
    {
        await PutAsync(Replacement(Ann, Samples.Message("m1"), Samples.Message("m2", "edited")) with { Context = "Before." });
        var before = await GetAsync(Ann);
        var last = await LastEventAsync();
        var summary = Summary("m1") with { PreviousContext = "Before." };

        Assert.Null(await CommitAsync(summary with { PreviousContext = null }));
        Assert.Null(await CommitAsync(summary with { Messages = [Samples.Message("m1"), Samples.Message("m2")] }));
        Assert.Null(await CommitAsync(summary with { Messages = [Samples.Message("m1"), Samples.Message("gone")] }));
        Assert.Null(await CommitAsync(summary with { Messages = [Samples.Message("m1"), Samples.Message("m1")] }));

        Assert.Equal(before.Version, (await GetAsync(Ann)).Version);
        Assert.Equal(["m1", "m2"], Ids(await GetAsync(Ann)));
        Assert.Equal(last, await LastEventAsync());
        Assert.NotNull(await CommitAsync(summary));

        async Task<Session?> CommitAsync(SummaryCommit commit) =>
            await Sessions.CommitSummaryAsync(OnlyAnn, Session(Ann), commit, None);
    }

    [Fact]
    public async Task Where_nothing_is_extracted_nothing_is_kept_aside()
    {
        await PutAsync(Ann, Samples.Message("m1"), Samples.Message("m2"));

        await Sessions.CommitSummaryAsync(OnlyAnn, Session(Ann), Summary("m1") with { KeepUnextracted = false }, None);

        Assert.Empty((await BacklogAsync())!.Departed);
        Assert.Equal(["m2"], Ids(await GetAsync(Ann)));
    }

    [Fact]
    public async Task A_deleted_or_expired_session_is_not_summarised()
    {
        Assert.Null(await SummarizeAsync());
        await PutAsync(Replacement(Ann, Samples.Message("m1")) with { Ttl = TtlChange.To(10) });
        await QueueExtractionAsync();
        Clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Null(await SummarizeAsync("m1"));

        Assert.Equal(["m1"], Ids((await BacklogAsync())!.Departed));
    }

    [Fact]
    public async Task A_summary_outside_the_scope_changes_nothing()
    {
        await PutAsync(Ann, Samples.Message("m1"));

        await Assert.ThrowsAsync<AccessDeniedException>(async () =>
            await Sessions.CommitSummaryAsync(OnlyBob, Session(Ann), Summary("m1"), None));

        Assert.Equal(["m1"], Ids(await GetAsync(Ann)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"source": "recalled", "deep": [{"żółw": 1.50}]}""")]
    public async Task A_messages_metadata_stays_as_it_was_sent(string? json)
    {
        var sent = Samples.Message("m1") with { Metadata = json is null ? null : Samples.JsonObject(json) };
        await PutAsync(Ann, sent);
        await AppendAsync(Ann, sent with { Id = "m2" });

        foreach (var message in (await FindAsync(await OtherClientAsync(), Ann))!.Messages)
            Assert.Equal(json, message.Metadata?.GetRawText());
    }
}
