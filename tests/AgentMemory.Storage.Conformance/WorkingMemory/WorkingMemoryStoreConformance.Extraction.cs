using AgentMemory.Errors;
using AgentMemory.Extraction;
using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Conformance.WorkingMemory;

public abstract partial class WorkingMemoryStoreConformance
{
    private async Task<ExtractionBacklog?> BacklogAsync(Owner? owner = null) =>
        await Sessions.FindUnextractedAsync(AccessScope.Of(owner ?? Ann), Session(owner ?? Ann), None);

    private ValueTask<ExtractionOutcome> ExtractAsync(params IReadOnlyList<MemoryMessage> messages) =>
        Sessions.CommitExtractionAsync(OnlyAnn, Session(Ann), Extraction(messages), None);

    private static ExtractionCommit Extraction(IReadOnlyList<MemoryMessage> messages, params IReadOnlyList<MemoryRecord> records) =>
        new() { OperationId = Guid.NewGuid().ToString("N"), Messages = messages, Records = records };

    private static MemoryRecord From(string id, params string[] sources) =>
        Samples.Record(Ann, id) with { SessionId = "s1", ExtractedFrom = [.. sources.Select(SourceIds.Encode)] };

    private async Task<string[]> RecordIdsAsync() =>
        [.. (await Store.LongTerm.ScanAsync(Everything, AgentMemory.Search.MemoryFilter.None, null, 100, None)).Records.Select(record => record.Id)];

    private static (string, bool)[] Flags(Session session) =>
        [.. session.Messages.Select(message => (message.Id, message.DiscreteMemoryExtracted))];

    private static string[] Ids(IEnumerable<MemoryMessage> messages) => [.. messages.Select(message => message.Id)];

    [Fact]
    public async Task Without_a_session_there_is_nothing_to_extract()
    {
        await PutAsync(Bob, Samples.Message("m1"));

        Assert.Null(await BacklogAsync());
    }

    [Fact]
    public async Task What_is_to_be_extracted_is_the_live_session_and_its_strategy()
    {
        var strategy = new MemoryStrategy { Strategy = "custom", Config = Samples.JsonObject("""{"custom_prompt": "Facts"}""") };
        await PutAsync(Replacement(Ann, Samples.Message("m1")) with { Strategy = strategy });

        var backlog = await BacklogAsync();

        Assert.Equal(["m1"], Ids(backlog!.Session!));
        Assert.Empty(backlog.Departed);
        Assert.Equal("custom", backlog.Strategy.Strategy);
        Same.Json(strategy.Config, backlog.Strategy.Config);
    }

    [Fact]
    [Trait("Trap", "T10")]
    public async Task An_extraction_writes_its_records_and_stamps_its_messages()
    {
        MemoryMessage[] messages = [Samples.Message("m1"), Samples.Message("m,2"), Samples.Message("m3")];
        await PutAsync(Replacement(Ann, messages) with { Ttl = TtlChange.To(60) });
        var before = await GetAsync(Ann);
        Clock.Advance(TimeSpan.FromSeconds(5));

        var outcome = await Sessions.CommitExtractionAsync(
            OnlyAnn, Session(Ann),
            Extraction(messages[..2], From("r1", "m1"), From("r2", "m1", "m,2")) with
            {
                Detail = Samples.JsonObject("""{"strategy": "discrete", "messages": 2}"""),
                Tasks = [NewTask(Ann, payload: "follow up")],
            },
            None);

        Assert.Equal(ExtractionOutcome.Committed, outcome);
        var after = await GetAsync(Ann);
        Assert.Equal([("m1", true), ("m,2", true), ("m3", false)], Flags(after));
        Assert.Equal((before.Version, before.ExpiresAt, before.UpdatedAt), (after.Version, after.ExpiresAt, after.UpdatedAt));
        Assert.Equal(["r1", "r2"], await RecordIdsAsync());
        Assert.Equal("follow up", Assert.Single(await Store.Tasks.LeaseAsync("worker", 10, TimeSpan.FromMinutes(1), None)).Payload);
        var entries = (await Store.Events.ReadAsync(OnlyAnn, EventFilter.All, 0, 100, None)).Entries;
        var entry = Assert.Single(entries, entry => entry.Kind == EventKinds.ExtractionCompleted);
        Assert.Equal("s1", entry.SessionId);
        Assert.Equal(2, entry.Detail!.Value.GetProperty("messages").GetInt32());
    }

    [Fact]
    public async Task Every_client_sees_what_was_extracted_at_once()
    {
        await PutAsync(Ann, Samples.Message("m1"));
        var other = await OtherClientAsync();
        Assert.Equal([("m1", false)], Flags((await FindAsync(other, Ann))!));
        Assert.Equal([("m1", false)], Flags(await GetAsync(Ann)));

        await ExtractAsync(Samples.Message("m1"));

        Assert.Equal([("m1", true)], Flags((await FindAsync(other, Ann))!));
        Assert.Equal([("m1", true)], Flags(await GetAsync(Ann)));
    }

    [Fact]
    [Trait("Trap", "T71")]
    public async Task Of_two_workers_that_extract_a_message_the_first_counts()
    {
        await PutAsync(Ann, Samples.Message("m1"), Samples.Message("m2"));
        await ExtractAsync(Samples.Message("m1"));
        var last = await LastEventAsync();

        var outcome = await (await OtherClientAsync()).WorkingMemory.CommitExtractionAsync(
            OnlyAnn, Session(Ann),
            Extraction([Samples.Message("m2"), Samples.Message("m1")], From("r2", "m2")) with { Tasks = [NewTask(Ann)] }, None);

        Assert.Equal(ExtractionOutcome.Superseded, outcome);
        Assert.Equal([("m1", true), ("m2", false)], Flags(await GetAsync(Ann)));
        Assert.Empty(await RecordIdsAsync());
        Assert.Equal(last, await LastEventAsync());
        Assert.Equal(0, (await Store.Tasks.CountAsync(None)).Queued);
    }

    [Fact]
    [Trait("Trap", "T10")]
    public async Task Messages_changed_or_removed_meanwhile_are_passed_by_with_what_rests_on_nothing_else()
    {
        MemoryMessage[] seen = [Samples.Message("kept"), Samples.Message("changed"), Samples.Message("removed")];
        await PutAsync(Ann, seen);
        await PutAsync(Ann, Samples.Message("kept"), Samples.Message("changed", "by its client"));

        var outcome = await Sessions.CommitExtractionAsync(
            OnlyAnn, Session(Ann),
            Extraction(seen, From("r1", "changed", "removed"), From("r2", "removed", "kept"), From("r3", "kept")), None);

        Assert.Equal(ExtractionOutcome.Committed, outcome);
        Assert.Equal(["r2", "r3"], await RecordIdsAsync());
        Assert.Equal([("kept", true), ("changed", false)], Flags(await GetAsync(Ann)));
    }

    [Fact]
    public async Task An_extraction_all_of_whose_messages_are_gone_writes_nothing()
    {
        await PutAsync(Ann, Samples.Message("m1"));
        var last = await LastEventAsync();

        var outcome = await Sessions.CommitExtractionAsync(
            OnlyAnn, Session(Ann), Extraction([Samples.Message("m2")], From("r1", "m2")) with { Tasks = [NewTask(Ann)] }, None);

        Assert.Equal(ExtractionOutcome.Committed, outcome);
        Assert.Empty(await RecordIdsAsync());
        Assert.Equal(last, await LastEventAsync());
        Assert.Equal(0, (await Store.Tasks.CountAsync(None)).Queued);
    }

    [Fact]
    [Trait("Trap", "T69")]
    public async Task Nothing_of_a_deleted_session_is_written()
    {
        await PutAsync(Ann, Samples.Message("m1"));
        await DeleteAsync("s1", Ann.Namespace, Ann.UserId);

        var outcome = await Sessions.CommitExtractionAsync(
            OnlyAnn, Session(Ann), Extraction([Samples.Message("m1")], From("r1", "m1")) with { Tasks = [NewTask(Ann)] }, None);

        Assert.Equal(ExtractionOutcome.Deleted, outcome);
        Assert.Null(await FindAsync(Ann));
        Assert.Empty(await RecordIdsAsync());
        Assert.Equal(0, (await Store.Tasks.CountAsync(None)).Queued);
    }

    [Fact]
    public async Task Extracted_records_are_deduplicated()
    {
        await UpsertAsync(From("known") with { Text = "Ann lives in Oslo" });
        await PutAsync(Ann, Samples.Message("m1"));

        await Sessions.CommitExtractionAsync(
            OnlyAnn, Session(Ann), Extraction([Samples.Message("m1")], From("twin", "m1") with { Text = "Ann lives in Oslo" }), None);

        Assert.Equal(["known"], await RecordIdsAsync());
        Assert.Equal("known", (await Store.LongTerm.FindAsync(OnlyAnn, new MemoryLookup("twin"), None))!.Id);
    }

    [Fact]
    public async Task Extraction_reaches_the_scope_only()
    {
        await PutAsync(Ann, Samples.Message("m1"));

        await Assert.ThrowsAsync<AccessDeniedException>(async () => await Sessions.FindUnextractedAsync(OnlyBob, Session(Ann), None));
        await Assert.ThrowsAsync<AccessDeniedException>(async () => await Sessions.CommitExtractionAsync(
            OnlyBob, Session(Ann), Extraction([Samples.Message("m1")]), None));
        await Assert.ThrowsAsync<AccessDeniedException>(async () => await Sessions.CommitExtractionAsync(
            OnlyAnn, Session(Ann), Extraction([Samples.Message("m1")], Samples.Record(Bob, "r1")), None));

        Assert.Equal([("m1", false)], Flags(await GetAsync(Ann)));
    }
}
