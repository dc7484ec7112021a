using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Conformance.LongTermMemory;

public abstract partial class LongTermMemoryStoreConformance
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    private Task TouchAsync(AccessScope scope, DateTimeOffset now, params IReadOnlyList<MemoryKey> keys) =>
        Memories.TouchAsync(scope, keys, now, Quarter, None);

    [Fact]
    [Trait("Spec", "10.13")]
    public async Task A_touch_counts_an_access_and_leaves_the_version()
    {
        await UpsertAsync(Samples.Record(Ann, "m1") with { AccessCount = 3 });
        var before = await GetAsync(Ann, "m1");
        var lastEvent = await LastEventAsync();

        await TouchAsync(OnlyAnn, Clock.Now, AnnsM1);

        var after = await GetAsync(Ann, "m1");
        Same.Record(before with { AccessCount = 4, LastAccessed = Clock.Now }, after);
        Assert.Equal(before.Version, after.Version);
        Assert.Equal(lastEvent, await LastEventAsync());
        await ReplaceAsync(AnnsM1, after with { Text = "edited" }, WriteCondition.Version(before.Version));
    }

    [Fact]
    [Trait("Spec", "10.13")]
    public async Task Accesses_closer_than_the_interval_count_once()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"));
        var start = Clock.Now;

        await TouchAsync(Everything, start, AnnsM1);
        await TouchAsync(Everything, start, AnnsM1);
        await TouchAsync(Everything, start.Add(Quarter).AddMicroseconds(-1), AnnsM1);
        Assert.Equal((1, start), await AccessAsync());

        await TouchAsync(Everything, start.Add(Quarter), AnnsM1);
        Assert.Equal((2, start.Add(Quarter)), await AccessAsync());

        await TouchAsync(Everything, start, AnnsM1);
        Assert.Equal((2, start.Add(Quarter)), await AccessAsync());

        async Task<(int, DateTimeOffset)> AccessAsync()
        {
            var record = await GetAsync(Ann, "m1");
            return (record.AccessCount, record.LastAccessed);
        }
    }

    [Fact]
    public async Task A_replacement_keeps_accesses_counted_since_it_was_read()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"));
        var read = await GetAsync(Ann, "m1");
        await TouchAsync(OnlyAnn, Clock.Now, AnnsM1);

        var replaced = await ReplaceAsync(AnnsM1, read with { Text = "edited" }, WriteCondition.Version(read.Version));

        Assert.Equal((1, Clock.Now), (replaced.AccessCount, replaced.LastAccessed));
        Assert.Equal((1, Clock.Now), ((await GetAsync(Ann, "m1")).AccessCount, (await GetAsync(Ann, "m1")).LastAccessed));
    }

    [Fact]
    [Trait("Trap", "T38")]
    public async Task A_touch_ignores_missing_and_foreign_records()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"), Samples.Record(Bob, "m1"));

        await TouchAsync(OnlyBob, Clock.Now, AnnsM1, new MemoryKey(Bob, "missing"), new MemoryKey(Bob, "m1"));

        Assert.Equal((0, 1), ((await GetAsync(Ann, "m1")).AccessCount, (await GetAsync(Bob, "m1")).AccessCount));
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    [Trait("Trap", "T66")]
    public async Task The_other_client_sees_an_access_at_once()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"));
        var other = await OtherClientAsync();
        Assert.Equal(0, (await other.LongTerm.FindAsync(OnlyAnn, new MemoryLookup("m1"), None))!.AccessCount);

        await TouchAsync(OnlyAnn, Clock.Now, AnnsM1);

        Assert.Equal(1, (await other.LongTerm.FindAsync(OnlyAnn, new MemoryLookup("m1"), None))!.AccessCount);
    }
}
