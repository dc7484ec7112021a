using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Conformance.LongTermMemory;

public abstract partial class LongTermMemoryStoreConformance
{
    [Theory]
    [Trait("Trap", "T37")]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(1000)]
    public async Task A_scan_returns_every_record_once(int pageSize)
    {
        await UpsertAsync([.. Enumerable.Range(0, 50).Select(i => Samples.Record(i % 3 == 0 ? Ann : Bob, $"m{i}"))]);

        var scanned = await ScanAsync(pageSize: pageSize);

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"m{i}").Order(), scanned.Select(record => record.Id).Order());
        Assert.Equal(50, await CountAsync());
        Same.Record(await GetAsync(Ann, "m0"), Assert.Single(scanned, record => record.Id == "m0"));
    }

    [Fact]
    public async Task A_scan_of_nothing_ends_at_once()
    {
        var page = await Memories.ScanAsync(Everything, MemoryFilter.None, null, 10, None);

        Assert.Empty(page.Records);
        Assert.Null(page.Next);
    }

    [Fact]
    [Trait("Trap", "T37")]
    public async Task A_scan_is_complete_while_others_write()
    {
        await UpsertAsync([.. Enumerable.Range(0, 200).Select(i => Samples.Record(Ann, $"stay{i}"))]);
        await UpsertAsync([.. Enumerable.Range(0, 50).Select(i => Samples.Record(Ann, $"go{i}"))]);
        var other = await OtherClientAsync();
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() => WriteAsync(stop.Token));

        for (var round = 0; round < 5; round++)
        {
            var ids = (await ScanAsync(pageSize: 9)).ConvertAll(record => record.Id);
            Assert.Equal(ids.Distinct().Count(), ids.Count);
            Assert.Equal(200, ids.Count(id => id.StartsWith("stay", StringComparison.Ordinal)));
        }

        await stop.CancelAsync();
        await writing;

        async Task WriteAsync(CancellationToken stopped)
        {
            for (var i = 0; !stopped.IsCancellationRequested; i++)
            {
                var client = (i % 2 == 0 ? Store : other).LongTerm;
                await client.UpsertAsync(Everything, [Samples.Record(Ann, $"new{i}")], Operation($"new{i}"), None);
                await client.DeleteAsync(Everything, [new MemoryLookup($"go{i % 50}")], WriteCondition.None, None);
                var edited = Samples.Record(Ann, $"stay{i % 200}", $"edit {i}");
                await client.ReplaceAsync(Everything, KeyOf(edited), edited, WriteCondition.None, [], None);
                await client.TouchAsync(Everything, [KeyOf(edited)], Clock.Now, TimeSpan.Zero, None);
            }
        }
    }

    [Fact]
    public async Task Scan_and_count_apply_scope_and_filter()
    {
        await UpsertAsync(
            Samples.Record(Ann, "m1") with { Topics = ["x"] }, Samples.Record(Ann, "m2"), Samples.Record(Bob, "m3") with { Topics = ["x"] });
        var filter = new MemoryFilter { Topics = TagFilter.Equal("x") };

        Assert.Equal(["m1", "m3"], (await ScanAsync(filter: filter, pageSize: 1)).Select(record => record.Id).Order());
        Assert.Equal(["m1"], (await ScanAsync(OnlyAnn, filter)).Select(record => record.Id));
        Assert.Equal((2, 1, 0), (await CountAsync(null, filter), await CountAsync(OnlyAnn, filter), await CountAsync(AccessScope.Of(Nobody), filter)));
    }

    [Fact]
    [Trait("Trap", "T37")]
    public async Task A_scan_goes_on_after_the_records_of_the_last_page_were_deleted()
    {
        await UpsertAsync([.. Enumerable.Range(0, 20).Select(i => Samples.Record(Ann, $"m{i}"))]);
        var seen = 0;
        string? after = null;
        do
        {
            var page = await Memories.ScanAsync(Everything, MemoryFilter.None, after, 6, None);
            seen += page.Records.Count;
            await Memories.DeleteUnchangedAsync(Everything, page.Records, None);
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal((20, 0), (seen, await CountAsync()));
    }
}
