using AgentMemory.Errors;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Conformance.LongTermMemory;

public abstract partial class LongTermMemoryStoreConformance
{
    private static MemoryKey[] Anns(params string[] ids) => [.. ids.Select(id => new MemoryKey(Ann, id))];

    private Task<IReadOnlyList<IReadOnlyList<MemoryKey>>> FindDuplicatesAsync(
        AccessScope? scope = null, MemoryFilter? filter = null, int limit = 100) =>
        Memories.FindDuplicatesAsync(scope ?? Everything, filter ?? MemoryFilter.None, limit, None);

    [Fact]
    [Trait("Trap", "T34")]
    public async Task Duplicates_are_grouped_by_owner_and_content_the_one_to_keep_first()
    {
        await UpsertAsync(
            Samples.Record(Ann, "c", "same") with { LastAccessed = Samples.Then.AddDays(1) },
            Samples.Record(Ann, "e", "same"),
            Samples.Record(Ann, "d", "same"),
            Samples.Record(Ann, "b", "same") with { LastAccessed = Samples.Then.AddDays(2) },
            Samples.Record(Ann, "z", "same") with { Pinned = true, LastAccessed = Samples.Then.AddDays(-9) },
            Samples.Record(Bob, "c", "same"),
            Samples.Record(Ann, "single", "other"));

        var group = Assert.Single(await FindDuplicatesAsync());

        Assert.Equal(Anns("z", "b", "c", "d", "e"), group);
    }

    [Fact]
    [Trait("Trap", "T34")]
    public async Task Large_and_many_groups_are_found_whole_up_to_the_limit()
    {
        await UpsertAsync([.. Enumerable.Range(0, 60).Select(i => Samples.Record(Ann, $"m{i:00}", $"content {i % 3}"))]);

        Assert.All(await FindDuplicatesAsync(), group => Assert.Equal(20, group.Count));
        Assert.Equal(3, (await FindDuplicatesAsync()).Count);
        Assert.Equal(2, (await FindDuplicatesAsync(limit: 2)).Count);

        var rounds = 0;
        while (await FindDuplicatesAsync(limit: 2) is { Count: > 0 } groups)
        {
            foreach (var group in groups)
                Assert.Equal(19, await Memories.AbsorbAsync(Everything, group[0], [.. group.Skip(1)], None));
            rounds++;
        }

        Assert.Equal((2, 3), (rounds, await CountAsync()));
    }

    [Fact]
    public async Task Duplicates_are_sought_within_scope_and_filter()
    {
        await UpsertAsync(
            Samples.Record(Ann, "a1", "same"), Samples.Record(Ann, "a2", "same"),
            Samples.Record(Bob, "b1", "same"), Samples.Record(Bob, "b2", "same"));

        Assert.Equal(Anns("a1", "a2"), Assert.Single(await FindDuplicatesAsync(OnlyAnn)));
        Assert.Equal(Anns("a1", "a2"), Assert.Single(await FindDuplicatesAsync(filter: new MemoryFilter { UserId = TagFilter.Equal("ann") })));
        Assert.Empty(await FindDuplicatesAsync(AccessScope.Of(Nobody)));
    }

    [Fact]
    [Trait("Trap", "T72")]
    public async Task Absorbed_records_become_aliases()
    {
        await UpsertAsync(Samples.Record(Ann, "a", "same"), Samples.Record(Ann, "b", "same"), Samples.Record(Ann, "c", "same"));
        var before = await LastEventAsync();

        Assert.Equal(2, await Memories.AbsorbAsync(OnlyAnn, new MemoryKey(Ann, "a"), Anns("b", "c"), None));

        Assert.Equal("a", Assert.Single(await ScanAsync()).Id);
        Assert.Equal(("a", "a"), ((await GetAsync(Ann, "b")).Id, (await GetAsync(Ann, "c")).Id));
        var entries = (await Store.Events.ReadAsync(Everything, EventFilter.All, before, 100, None)).Entries;
        Assert.Equal(
            [("a", EventKinds.MemoryMerged), ("b", EventKinds.MemoryAbsorbed), ("c", EventKinds.MemoryAbsorbed)],
            entries.Select(entry => (entry.SubjectId, entry.Kind)).Order());
    }

    [Fact]
    public async Task Absorbing_is_idempotent()
    {
        await UpsertAsync(Samples.Record(Ann, "a", "same"), Samples.Record(Ann, "b", "same"));
        await Memories.AbsorbAsync(OnlyAnn, new MemoryKey(Ann, "a"), Anns("b"), None);
        var lastEvent = await LastEventAsync();

        Assert.Equal(0, await Memories.AbsorbAsync(OnlyAnn, new MemoryKey(Ann, "a"), Anns("b"), None));

        Assert.Equal("a", (await GetAsync(Ann, "b")).Id);
        Assert.Equal(lastEvent, await LastEventAsync());
    }

    [Fact]
    [Trait("Trap", "T33")]
    public async Task Pinned_missing_changed_and_foreign_records_are_not_absorbed()
    {
        await UpsertAsync(
            Samples.Record(Ann, "a", "same"), Samples.Record(Ann, "pinned", "same") with { Pinned = true },
            Samples.Record(Ann, "changed", "not the same"), Samples.Record(Bob, "b", "same"));

        Assert.Equal(0, await Memories.AbsorbAsync(
            OnlyAnn, new MemoryKey(Ann, "a"), [.. Anns("pinned", "missing", "changed", "a"), new MemoryKey(Bob, "b")], None));

        Assert.Equal(4, await CountAsync());
        Assert.Null(await FindAsync(Ann, "missing"));
    }

    [Fact]
    public async Task Nothing_is_absorbed_by_a_survivor_that_is_gone()
    {
        await UpsertAsync(Samples.Record(Ann, "b", "same"));

        Assert.Equal(0, await Memories.AbsorbAsync(OnlyAnn, new MemoryKey(Ann, "a"), Anns("b"), None));

        Assert.Equal("b", (await GetAsync(Ann, "b")).Id);
    }

    [Fact]
    public async Task Nothing_outside_the_scope_is_absorbed()
    {
        await UpsertAsync(Samples.Record(Ann, "a", "same"), Samples.Record(Ann, "b", "same"));

        await Assert.ThrowsAsync<AccessDeniedException>(() => Memories.AbsorbAsync(OnlyBob, new MemoryKey(Ann, "a"), Anns("b"), None));

        Assert.Equal(2, await CountAsync());
    }
}
