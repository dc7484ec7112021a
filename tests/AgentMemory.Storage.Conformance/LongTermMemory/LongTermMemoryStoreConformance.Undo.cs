using AgentMemory.Errors;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tasks;

namespace AgentMemory.Storage.Conformance.LongTermMemory;

public abstract partial class LongTermMemoryStoreConformance
{
    private async Task<IReadOnlyList<MemoryRecord>> UndoAsync(string mergeId, params IReadOnlyList<TaskRequest> tasks)
    {
        var restored = await Memories.UndoMergeAsync(OnlyAnn, mergeId, tasks, None);
        Assert.NotNull(restored);
        return restored;
    }

    [Fact]
    public async Task Undoing_a_merge_restores_its_records_as_they_were()
    {
        var full = Samples.FullRecord(Ann, "full") with { Pinned = false };
        await UpsertAsync(full, Samples.Record(Ann, "plain", "river"));
        var before = (await ScanAsync()).ToDictionary(record => record.Id);
        var merge = await MergeIdsAsync("plain", "full");
        var last = await LastEventAsync();

        var restored = await UndoAsync(merge.Id, NewTask(Ann, payload: "embed"));

        Assert.Equal(["plain", "full"], restored.Select(record => record.Id));
        foreach (var record in restored)
        {
            var stored = await GetAsync(Ann, record.Id);
            Same.Record(before[record.Id], stored);
            Same.Record(stored, record);
            Assert.Equal(stored.Version, record.Version);
        }

        Assert.Equal(["full"], (await ScanAsync(filter: new MemoryFilter { Topics = TagFilter.Equal("travel") })).Select(record => record.Id));
        Assert.Equal(["full"], await MatchAsync("lyon"));
        Assert.Equal(["plain"], await MatchAsync("river"));
        Assert.Empty(await MatchAsync("merged"));
        Assert.Equal("embed", Assert.Single(await Store.Tasks.LeaseAsync("worker", 10, TimeSpan.FromMinutes(1), None)).Payload);
        var entries = (await Store.Events.ReadAsync(Everything, EventFilter.All, last, 100, None)).Entries;
        Assert.Equal(["full", "plain"], entries.Select(entry => entry.SubjectId).Order());
        Assert.All(entries, entry => Assert.Equal(EventKinds.MemoryUnmerged, entry.Kind));
        Assert.All(entries, entry => Assert.Equal(merge.Id, entry.Detail!.Value.GetProperty("merge_id").GetString()));
    }

    [Fact]
    public async Task Another_client_finds_what_was_merged_and_restored()
    {
        await UpsertAnnsAsync("a", "b");
        var other = await OtherClientAsync();
        Assert.Equal(2, await FoundAsync());
        var merge = await MergeIdsAsync("a", "b");
        Assert.Equal(1, await FoundAsync());

        await UndoAsync(merge.Id);

        Assert.Equal(2, await FoundAsync());

        async Task<long> FoundAsync() =>
            (await other.Search.MatchAsync(OnlyAnn, MemoryFilter.None, new TextQuery(["river"], []), 10, None)).Total;
    }

    [Fact]
    public async Task Undoing_again_changes_nothing()
    {
        await UpsertAnnsAsync("a", "b");
        var merge = await MergeIdsAsync("a", "b");
        var restored = await UndoAsync(merge.Id);
        var last = await LastEventAsync();

        var again = await UndoAsync(merge.Id, NewTask(Ann));

        Assert.Equal(restored.Select(record => (record.Id, record.Version)), again.Select(record => (record.Id, record.Version)));
        Assert.Equal(last, await LastEventAsync());
        Assert.Equal(0, (await Store.Tasks.CountAsync(None)).Queued);
        Assert.Null(await Memories.UndoMergeAsync(OnlyAnn, "no such merge", [], None));
    }

    [Fact]
    public async Task Records_an_undone_merge_separated_are_not_merged_again()
    {
        await UpsertAsync(Samples.Record(Ann, "a", "same"), Samples.Record(Ann, "b", "same"), Samples.Record(Ann, "c", "same"));
        await UndoAsync((await MergeIdsAsync("a", "b")).Id);

        Assert.False(await MergeAsync(await MergeOfAsync("a", "b")));
        Assert.False(await MergeAsync(await MergeOfAsync("c", "b", "a")));
        Assert.Equal(0, await Memories.AbsorbAsync(OnlyAnn, new MemoryKey(Ann, "a"), Anns("b"), None));
        Assert.Equal(3, await CountAsync());

        Assert.True(await MergeAsync(await MergeOfAsync("a", "c")));
    }

    [Fact]
    public async Task Accesses_since_the_merge_stay_with_the_survivor()
    {
        await UpsertAsync(Samples.Record(Ann, "a") with { AccessCount = 5 }, Samples.Record(Ann, "b") with { AccessCount = 3 });
        var merge = await MergeIdsAsync("a", "b");
        Assert.Equal(8, (await GetAsync(Ann, "a")).AccessCount);
        await Memories.TouchAsync(Everything, [new MemoryKey(Ann, "a")], Clock.Now, TimeSpan.Zero, None);

        await UndoAsync(merge.Id);

        Assert.Equal((6, Clock.Now), ((await GetAsync(Ann, "a")).AccessCount, (await GetAsync(Ann, "a")).LastAccessed));
        Assert.Equal((3, Samples.Then), ((await GetAsync(Ann, "b")).AccessCount, (await GetAsync(Ann, "b")).LastAccessed));
    }

    [Fact]
    [Trait("Trap", "T72")]
    public async Task Aliases_of_a_restored_record_stand_for_it_again()
    {
        await UpsertAnnsAsync("a", "b", "b1");
        var inner = await MergeIdsAsync("b", "b1");
        var outer = await MergeIdsAsync("a", "b");
        Assert.Equal("a", (await GetAsync(Ann, "b1")).Id);

        await UndoAsync(outer.Id);
        Assert.Equal(("b", "b"), ((await GetAsync(Ann, "b")).Id, (await GetAsync(Ann, "b1")).Id));

        await UndoAsync(inner.Id);
        Assert.Equal("b1", (await GetAsync(Ann, "b1")).Id);
    }

    [Fact]
    public async Task A_survivor_that_was_merged_since_must_be_restored_from_that_first()
    {
        await UpsertAnnsAsync("a", "b", "c", "z");
        var first = await MergeIdsAsync("a", "b");
        var second = await MergeIdsAsync("a", "c");
        var third = await MergeIdsAsync("z", "a");

        var error = await Assert.ThrowsAsync<ConflictException>(() => UndoAsync(first.Id));
        Assert.Contains(third.Id, error.Message, StringComparison.Ordinal);
        await UndoAsync(third.Id);
        error = await Assert.ThrowsAsync<ConflictException>(() => UndoAsync(first.Id));
        Assert.Contains(second.Id, error.Message, StringComparison.Ordinal);
        await UndoAsync(second.Id);
        await UndoAsync(first.Id);

        Assert.Equal(["a", "b", "c", "z"], (await ScanAsync()).Select(record => record.Id).Order());
    }

    [Fact]
    public async Task A_survivor_that_was_edited_since_is_not_overwritten()
    {
        await UpsertAnnsAsync("a", "b");
        var merge = await MergeIdsAsync("a", "b");
        var survivor = await GetAsync(Ann, "a");
        await ReplaceAsync(KeyOf(survivor), survivor with { Text = "edited" });

        var error = await Assert.ThrowsAsync<ConflictException>(() => UndoAsync(merge.Id));

        Assert.Contains("edited", error.Message, StringComparison.Ordinal);
        Assert.Equal("edited", (await GetAsync(Ann, "b")).Text);
        await ReplaceAsync(KeyOf(survivor), survivor);
        Assert.Equal(2, (await UndoAsync(merge.Id)).Count);
    }

    [Fact]
    public async Task A_record_created_anew_under_an_old_id_is_not_overwritten()
    {
        await UpsertAnnsAsync("a", "b");
        var merge = await MergeIdsAsync("a", "b");
        await UpsertAsync(Samples.Record(Ann, "b", "another"));

        var error = await Assert.ThrowsAsync<ConflictException>(() => UndoAsync(merge.Id));

        Assert.Contains("b", error.Message, StringComparison.Ordinal);
        Assert.Equal("another", (await GetAsync(Ann, "b")).Text);
        await DeleteAsync("b");
        Assert.Equal(2, (await UndoAsync(merge.Id)).Count);
    }

    [Fact]
    [Trait("Trap", "T34")]
    public async Task Absorbing_is_a_merge_that_can_be_undone()
    {
        await UpsertAsync(Samples.Record(Ann, "a", "same"), Samples.Record(Ann, "b", "same"), Samples.Record(Ann, "c", "same"));
        var version = (await GetAsync(Ann, "a")).Version;
        await Memories.AbsorbAsync(OnlyAnn, new MemoryKey(Ann, "a"), Anns("b", "c"), None);
        Assert.Equal(version, (await GetAsync(Ann, "a")).Version);

        var merge = Assert.Single(await Memories.ListMergesAsync(OnlyAnn, new MemoryKey(Ann, "b"), 10, None));
        Assert.Equal((MergeReason.Duplicate, "a", null), (merge.Reason, merge.Survivor.Id, merge.Model));
        Assert.Equal(["a", "b", "c"], merge.Originals.Select(original => original.Id));

        await UndoAsync(merge.Id);

        Assert.Equal(["a", "b", "c"], (await ScanAsync()).Select(record => record.Id).Order());
    }

    [Fact]
    public async Task Deleting_one_of_the_separated_records_removes_its_text_and_keeps_the_others_apart()
    {
        await UpsertAnnsAsync("a", "b", "c");
        var merge = await MergeIdsAsync("a", "b", "c");
        await UndoAsync(merge.Id);

        await DeleteAsync("c");

        Assert.Empty(await Memories.ListMergesAsync(OnlyAnn, new MemoryKey(Ann, "a"), 10, None));
        Assert.Null(await Memories.UndoMergeAsync(OnlyAnn, merge.Id, [], None));
        Assert.False(await MergeAsync(await MergeOfAsync("a", "b")));
    }
}
