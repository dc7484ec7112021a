using AgentMemory.Search;

namespace AgentMemory.Storage.Conformance.Search;

public abstract partial class MemorySearchIndexConformance
{
    [Fact]
    [Trait("Spec", "6.3")]
    [Trait("Trap", "T48")]
    public async Task Listing_is_by_newest_creation_then_id()
    {
        await UpsertAsync(
            Samples.Record(Ann, "b"), Samples.Record(Ann, "c") with { CreatedAt = Samples.Then.AddMicroseconds(1) },
            Samples.Record(Bob, "a"), Samples.Record(Ann, "d") with { CreatedAt = Samples.Then.AddYears(-1) });

        Assert.Equal(["c", "a", "b", "d"], await ListIdsAsync(MemoryFilter.None));
        Assert.Equal(["c", "b", "d"], await ListIdsAsync(MemoryFilter.None, OnlyAnn));
    }

    [Fact]
    [Trait("Trap", "T14")]
    [Trait("Trap", "T48")]
    public async Task Pages_cover_everything_once_while_records_are_edited_and_touched()
    {
        var records = Enumerable.Range(0, 23).Select(i => Samples.Record(Ann, $"m{i:00}")).ToList();
        await UpsertAsync(records);
        var seen = new List<string>();

        for (var offset = 0; offset < 25; offset += 5)
        {
            var page = await Store.Search.ListAsync(Everything, MemoryFilter.None, offset, 5, None);
            Assert.Equal(23, page.Total);
            seen.AddRange(page.Records.Select(record => record.Id));
            await ReplaceAsync(records[offset / 5] with { Text = "edited" });
            await Store.LongTerm.TouchAsync(Everything, [KeyOf(records[3])], Clock.Now, TimeSpan.Zero, None);
            await UpsertAsync(records[7] with { Text = $"replaced {offset}" });
        }

        Assert.Equal(records.Select(record => record.Id), seen);
        Assert.Empty((await Store.Search.ListAsync(Everything, MemoryFilter.None, 23, 5, None)).Records);
    }

    [Fact]
    public async Task A_listing_and_its_total_stay_in_scope()
    {
        await UpsertAsync(Samples.Record(Ann, "a"), Samples.Record(Bob, "b"));

        Assert.Equal(["b"], await ListIdsAsync(MemoryFilter.None, OnlyBob));
        Assert.Empty(await ListIdsAsync(new MemoryFilter { UserId = TagFilter.Equal("ann") }, OnlyBob));
        Assert.Equal(["a"], await ListIdsAsync(new MemoryFilter { UserId = TagFilter.NotEqual("bob") }));
    }
}
