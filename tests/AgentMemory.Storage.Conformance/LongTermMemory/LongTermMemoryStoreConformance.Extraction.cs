using AgentMemory.Errors;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Conformance.LongTermMemory;

public abstract partial class LongTermMemoryStoreConformance
{
    private static MemoryRecord Said(string id) =>
        Samples.Record(Ann, id, $"user: content of {id}") with { MemoryType = MemoryType.Message, SessionId = "s1" };

    private static MemoryRecord Derived(string id, params string[] sources) => Samples.Record(Ann, id) with { ExtractedFrom = sources };

    private Task<ExtractionOutcome> ExtractAsync(IReadOnlyList<MemoryRecord> sources, params IReadOnlyList<MemoryRecord> records) =>
        Memories.CommitExtractionAsync(
            OnlyAnn,
            new RecordExtractionCommit
            {
                OperationId = Guid.NewGuid().ToString("N"),
                Sources = sources,
                Records = records,
                Detail = Samples.JsonObject("""{"messages": 1}"""),
                Tasks = [NewTask(Ann)],
            },
            None);

    private async Task<string[]> UnextractedAsync() =>
        [.. (await ScanAsync(filter: new MemoryFilter { DiscreteMemoryExtracted = false, MemoryType = TagFilter.Equal("message") }))
            .Select(record => record.Id).Order()];

    [Fact]
    public async Task What_was_extracted_from_records_is_written_with_their_mark()
    {
        await UpsertAsync(Said("m1"), Said("m2"));
        var version = (await GetAsync(Ann, "m1")).Version;

        Assert.Equal(ExtractionOutcome.Committed, await ExtractAsync([Said("m1")], Derived("r1", "m1")));

        Assert.Equal(["m2"], await UnextractedAsync());
        Assert.Equal((true, version), ((await GetAsync(Ann, "m1")).DiscreteMemoryExtracted, (await GetAsync(Ann, "m1")).Version));
        Assert.Equal(["m1"], (await GetAsync(Ann, "r1")).ExtractedFrom);
        Assert.Equal(1, (await Store.Tasks.CountAsync(None)).Queued);
        var entry = (await Store.Events.ReadAsync(OnlyAnn, EventFilter.All, 0, 100, None)).Entries[^1];
        Assert.Equal((EventKinds.ExtractionCompleted, "s1"), (entry.Kind, entry.SessionId));
        Assert.Equal(1, entry.Detail!.Value.GetProperty("messages").GetInt32());
    }

    [Fact]
    [Trait("Trap", "T71")]
    public async Task Records_are_extracted_once()
    {
        await UpsertAsync(Said("m1"), Said("m2"));
        await ExtractAsync([Said("m1")], Derived("r1", "m1"));
        var last = await LastEventAsync();

        Assert.Equal(ExtractionOutcome.Superseded, await ExtractAsync([Said("m2"), Said("m1")], Derived("r2", "m2")));

        Assert.Null(await FindAsync(Ann, "r2"));
        Assert.Equal(["m2"], await UnextractedAsync());
        Assert.Equal(last, await LastEventAsync());
    }

    [Fact]
    public async Task Records_gone_or_changed_are_passed_by_with_what_rests_on_nothing_else()
    {
        await UpsertAsync(Said("kept"), Said("changed") with { Text = "edited" });

        Assert.Equal(ExtractionOutcome.Committed, await ExtractAsync(
            [Said("kept"), Said("changed"), Said("gone")],
            Derived("r1", "changed", "gone"), Derived("r2", "gone", "kept")));
        Assert.Equal(ExtractionOutcome.Committed, await ExtractAsync([Said("gone")], Derived("r3", "gone")));

        Assert.Equal(["changed"], await UnextractedAsync());
        Assert.Null(await FindAsync(Ann, "r1"));
        Assert.NotNull(await FindAsync(Ann, "r2"));
        Assert.Null(await FindAsync(Ann, "r3"));
        Assert.Equal(1, (await Store.Tasks.CountAsync(None)).Queued);
    }

    [Fact]
    public async Task Extraction_from_records_reaches_the_scope_only()
    {
        await UpsertAsync(Said("m1"));

        await Assert.ThrowsAsync<AccessDeniedException>(() => ExtractAsync([Said("m1")], Samples.Record(Bob, "r1")));
        await Assert.ThrowsAsync<AccessDeniedException>(() => ExtractAsync([Said("m1") with { UserId = "bob" }]));

        Assert.Equal(["m1"], await UnextractedAsync());
    }

    [Fact]
    public async Task The_consolidation_mark_goes_with_a_change_of_the_text()
    {
        await UpsertAnnsAsync("a", "b", "c", "d");
        var records = await ScanAsync();
        await ReplaceAsync(KeyOf(records[3]), records[3] with { Topics = ["newer"] });
        await Memories.MarkConsolidatedAsync(OnlyAnn, [.. records, Samples.Record(Ann, "gone")], None);
        Assert.Equal(["d"], await UnconsolidatedAsync());
        Assert.Equal(records[0].Version, (await GetAsync(Ann, "a")).Version);

        await ReplaceAsync(KeyOf(records[0]), records[0] with { Text = "new text" });
        await ReplaceAsync(KeyOf(records[1]), records[1] with { Topics = ["new topic"] });

        Assert.Equal(["a", "d"], await UnconsolidatedAsync());
        Assert.Equal(2, await CountAsync(filter: new MemoryFilter { Consolidated = true }));
        await Memories.MarkConsolidatedAsync(OnlyBob, await ScanAsync(), None);
        Assert.Equal(["a", "d"], await UnconsolidatedAsync());

        async Task<IEnumerable<string>> UnconsolidatedAsync() =>
            (await ScanAsync(filter: new MemoryFilter { Consolidated = false })).Select(record => record.Id).Order();
    }

    [Fact]
    public async Task Records_are_found_by_their_slot()
    {
        await UpsertAsync(
            Samples.Record(Ann, "a") with { Slot = "home" }, Samples.Record(Ann, "b") with { Slot = "name" }, Samples.Record(Ann, "c"),
            Samples.Record(Bob, "d") with { Slot = "home" });
        var home = new MemoryFilter { Slot = "home" };

        Assert.Equal("a", Assert.Single(await ScanAsync(OnlyAnn, home)).Id);
        Assert.Equal(2, await CountAsync(filter: home));
        Assert.Equal("a", Assert.Single((await Store.Search.ListAsync(OnlyAnn, home, 0, 10, None)).Records).Id);
        Assert.Equal("a", Assert.Single((await Store.Search.MatchAsync(OnlyAnn, home, new TextQuery(["text"], []), 10, None)).Items).Record.Id);
        var stored = await GetAsync(Ann, "a");
        Assert.Equal("home", stored.Slot);
        await ReplaceAsync(KeyOf(stored), stored with { Slot = null });
        Assert.Empty(await ScanAsync(OnlyAnn, home));
    }
}
