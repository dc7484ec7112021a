using AgentMemory.Errors;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;

namespace AgentMemory.Storage.Conformance.LongTermMemory;

public abstract partial class LongTermMemoryStoreConformance
{
    /// <summary>Merges stored records of Ann into the first of them.</summary>
    private async Task<MemoryMerge> MergeOfAsync(params string[] ids)
    {
        var originals = new List<MemoryRecord>();
        foreach (var id in ids)
            originals.Add((await ScanAsync(OnlyAnn)).Single(record => record.Id == id));
        return new MemoryMerge
        {
            Id = Ulid.New(),
            Reason = MergeReason.Similar,
            Survivor = originals[0] with
            {
                Text = "Merged: " + string.Join(" and ", originals.Select(original => original.Text)),
                Topics = ["merged"],
                AccessCount = originals.Sum(original => original.AccessCount),
            },
            Originals = originals,
            Model = "gpt",
            At = Clock.Now,
        };
    }

    private Task<bool> MergeAsync(MemoryMerge merge) => Memories.MergeAsync(OnlyAnn, merge, None);

    private async Task<MemoryMerge> MergeIdsAsync(params string[] ids)
    {
        var merge = await MergeOfAsync(ids);
        Assert.True(await MergeAsync(merge));
        return merge;
    }

    private Task<IReadOnlyList<UpsertResult>> UpsertAnnsAsync(params string[] ids) =>
        UpsertAsync([.. ids.Select(id => Samples.Record(Ann, id, $"river {id}") with { Topics = [id] })]);

    private async Task<string[]> MatchAsync(string word) =>
        [.. (await Store.Search.MatchAsync(OnlyAnn, MemoryFilter.None, new TextQuery([word], []), 10, None))
            .Items.Select(item => item.Record.Id).Order()];

    [Fact]
    [Trait("Trap", "T72")]
    public async Task A_merge_writes_the_survivor_and_its_originals_become_aliases()
    {
        await UpsertAnnsAsync("a", "b", "c", "other");
        var merge = await MergeOfAsync("a", "b", "c");
        var last = await LastEventAsync();

        Assert.True(await MergeAsync(merge));

        Assert.Equal(["a", "other"], (await ScanAsync()).Select(record => record.Id));
        var survivor = await GetAsync(Ann, "a");
        Assert.Equal(merge.Survivor.Text, survivor.Text);
        Assert.Equal(MemoryHash.Compute(merge.Survivor), survivor.MemoryHash);
        Assert.NotEqual(merge.Originals[0].Version, survivor.Version);
        Assert.Equal(("a", "a"), ((await GetAsync(Ann, "b")).Id, (await GetAsync(Ann, "c")).Id));
        Assert.Equal(["a"], await MatchAsync("merged"));
        Assert.Equal(["a", "other"], await MatchAsync("river"));
        Assert.Equal(0, await CountAsync(filter: new MemoryFilter { Topics = TagFilter.Equal("b") }));

        var entries = (await Store.Events.ReadAsync(Everything, EventFilter.All, last, 100, None)).Entries;
        Assert.Equal(["a", "b", "c"], entries.Select(entry => entry.SubjectId).Order());
        Assert.All(entries, entry => Assert.Equal(EventKinds.MemoryMerged, entry.Kind));
        Assert.All(entries, entry => Assert.Equal(merge.Id, entry.Detail!.Value.GetProperty("merge_id").GetString()));
        var made = entries.Single(entry => entry.SubjectId == "a").Detail!.Value;
        Assert.Equal(["a", "b", "c"], made.GetProperty("merged_from").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal("similar", made.GetProperty("reason").GetString());
        Assert.Equal("a", entries.Single(entry => entry.SubjectId == "b").Detail!.Value.GetProperty("merged_into").GetString());
    }

    [Fact]
    [Trait("Trap", "T71")]
    public async Task Applying_a_merge_twice_does_it_once()
    {
        await UpsertAnnsAsync("a", "b");
        var merge = await MergeIdsAsync("a", "b");
        var (survivor, last) = (await GetAsync(Ann, "a"), await LastEventAsync());

        Assert.True(await (await OtherClientAsync()).LongTerm.MergeAsync(OnlyAnn, merge, None));

        Assert.Equal(survivor.Version, (await GetAsync(Ann, "a")).Version);
        Assert.Equal(last, await LastEventAsync());
        Assert.Single(await Memories.ListMergesAsync(OnlyAnn, new MemoryKey(Ann, "a"), 10, None));
    }

    [Fact]
    [Trait("Trap", "T33")]
    public async Task A_merge_of_what_is_gone_changed_or_pinned_changes_nothing()
    {
        await UpsertAnnsAsync("a", "b");
        await UpsertAsync(Samples.Record(Ann, "pinned") with { Pinned = true });
        var merge = await MergeOfAsync("a", "b");
        var pinned = (await ScanAsync()).Single(record => record.Pinned);
        var last = await LastEventAsync();

        Assert.False(await MergeAsync(merge with { Originals = [.. merge.Originals, Samples.Record(Ann, "gone")] }));
        Assert.False(await MergeAsync(merge with { Originals = [merge.Originals[0], merge.Originals[1] with { Version = 12345 }] }));
        Assert.False(await MergeAsync(merge with { Originals = [.. merge.Originals, pinned] }));
        Assert.False(await MergeAsync(merge with { Originals = [.. merge.Originals, pinned], Survivor = pinned with { Text = "other" } }));
        Assert.False(await MergeAsync(merge with { Originals = [merge.Originals[1]] }));

        Assert.Equal(last, await LastEventAsync());
        Assert.Equal(3, await CountAsync());
        Assert.Empty(await Memories.ListMergesAsync(OnlyAnn, new MemoryKey(Ann, "a"), 10, None));

        Assert.True(await MergeAsync(merge with { Originals = [.. merge.Originals, pinned], Survivor = pinned with { Topics = ["t"] } }));
        Assert.Equal(["pinned"], (await ScanAsync()).Select(record => record.Id));
    }

    [Fact]
    [Trait("Trap", "T49")]
    public async Task Merges_stay_within_the_scope_and_one_owner()
    {
        await UpsertAnnsAsync("a", "b");
        await UpsertAsync(Samples.Record(Bob, "b"));
        var merge = await MergeOfAsync("a", "b");
        var bobs = (await ScanAsync(OnlyBob)).Single();

        await Assert.ThrowsAsync<AccessDeniedException>(() => Memories.MergeAsync(OnlyBob, merge, None));
        Assert.False(await Memories.MergeAsync(Everything, merge with { Originals = [merge.Originals[0], bobs] }, None));
        Assert.Equal(3, await CountAsync());

        await MergeAsync(merge);
        Assert.Null(await Memories.UndoMergeAsync(OnlyBob, merge.Id, [], None));
        Assert.Empty(await Memories.ListMergesAsync(OnlyBob, new MemoryKey(Ann, "a"), 10, None));
        Assert.Empty(await Memories.ListMergesAsync(OnlyBob, new MemoryKey(Bob, "b"), 10, None));
        Assert.NotNull(await FindAsync(Bob, "b"));
    }

    [Fact]
    public async Task Merges_are_listed_newest_first_for_each_record_that_took_part()
    {
        await UpsertAnnsAsync("a", "b", "c");
        var first = await MergeIdsAsync("a", "b");
        var second = await MergeIdsAsync("a", "c");
        await Memories.UndoMergeAsync(OnlyAnn, second.Id, [], None);

        var merges = await Memories.ListMergesAsync(OnlyAnn, new MemoryKey(Ann, "a"), 10, None);

        Assert.Equal([second.Id, first.Id], merges.Select(merge => merge.Id));
        Assert.Equal([Clock.Now, null], merges.Select(merge => merge.UndoneAt));
        Assert.Equal([first.Id], await IdsAsync("b"));
        Assert.Equal([second.Id], await IdsAsync("c"));
        Assert.Empty(await IdsAsync("d"));
        Assert.Single(await Memories.ListMergesAsync(OnlyAnn, new MemoryKey(Ann, "a"), 1, None));

        var listed = merges[1];
        Assert.Equal((MergeReason.Similar, "gpt", first.At), (listed.Reason, listed.Model, listed.At));
        Assert.Equal(first.Survivor.Text, listed.Survivor.Text);
        Assert.Equal(first.Originals.Select(original => (original.Id, original.Version)), listed.Originals.Select(original => (original.Id, original.Version)));
        foreach (var (expected, actual) in first.Originals.Zip(listed.Originals))
            Same.Record(expected, actual);

        async Task<IEnumerable<string>> IdsAsync(string id) =>
            (await Memories.ListMergesAsync(OnlyAnn, new MemoryKey(Ann, id), 10, None)).Select(merge => merge.Id);
    }

    [Fact]
    public async Task Accesses_counted_since_a_merge_was_decided_are_kept()
    {
        await UpsertAnnsAsync("a", "b");
        var merge = await MergeOfAsync("a", "b");
        for (var i = 0; i < 3; i++)
            await Memories.TouchAsync(Everything, [new MemoryKey(Ann, "a")], Clock.Now, TimeSpan.Zero, None);

        Assert.True(await MergeAsync(merge));

        Assert.Equal(3, (await GetAsync(Ann, "a")).AccessCount);
    }

    [Fact]
    public async Task A_deleted_survivor_leaves_nothing_of_what_it_was_made_of()
    {
        await UpsertAnnsAsync("z", "a", "b");
        var inner = await MergeIdsAsync("a", "b");
        var outer = await MergeIdsAsync("z", "a");

        Assert.Equal(1, await DeleteAsync("z"));

        foreach (var id in new[] { "z", "a", "b" })
        {
            Assert.Empty(await Memories.ListMergesAsync(OnlyAnn, new MemoryKey(Ann, id), 10, None));
            Assert.Null(await FindAsync(Ann, id));
        }

        Assert.Null(await Memories.UndoMergeAsync(OnlyAnn, outer.Id, [], None));
        Assert.Null(await Memories.UndoMergeAsync(OnlyAnn, inner.Id, [], None));
    }
}
