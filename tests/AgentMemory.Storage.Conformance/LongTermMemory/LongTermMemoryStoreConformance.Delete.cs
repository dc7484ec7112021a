using AgentMemory.Errors;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Storage.Conformance.LongTermMemory;

public abstract partial class LongTermMemoryStoreConformance
{
    [Fact]
    [Trait("Spec", "2.8")]
    public async Task A_delete_counts_the_records_it_removed()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"), Samples.Record(Ann, "m2"), Samples.Record(Ann, "m3"));

        Assert.Equal(2, await DeleteAsync("m1", "missing", "m3"));
        Assert.Equal(0, await DeleteAsync("m1"));
        Assert.Equal(0, await DeleteAsync());

        Assert.Equal("m2", Assert.Single(await ScanAsync()).Id);
    }

    [Fact]
    public async Task Ids_of_one_record_count_once()
    {
        await WriteWithAliasesAsync("b", "c");

        Assert.Equal(1, await DeleteAsync("a", "b", "c", "a"));
    }

    [Fact]
    public async Task An_ambiguous_id_deletes_nothing_at_all()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"), Samples.Record(Ann, "shared"), Samples.Record(Bob, "shared"));

        await Assert.ThrowsAsync<ConflictException>(() => DeleteAsync("m1", "shared"));
        Assert.Equal(3, await CountAsync());

        Assert.Equal(1, await Memories.DeleteAsync(Everything, [new MemoryLookup("shared", UserId: "bob")], WriteCondition.None, None));
        Assert.NotNull(await FindAsync(Ann, "shared"));
    }

    [Fact]
    public async Task A_failed_condition_deletes_nothing_at_all()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"), Samples.Record(Ann, "m2"));
        var version = (await GetAsync(Ann, "m1")).Version;

        await Assert.ThrowsAsync<VersionMismatchException>(() => Delete(WriteCondition.Version(version), "m1", "m2"));
        await Assert.ThrowsAsync<VersionMismatchException>(() => Delete(WriteCondition.MustExist, "m1", "missing"));
        Assert.Equal(2, await CountAsync());

        Assert.Equal(1, await Delete(WriteCondition.Version(version), "m1"));
        Assert.Equal(1, await Delete(WriteCondition.MustExist, "m2"));

        Task<int> Delete(WriteCondition condition, params string[] ids) =>
            Memories.DeleteAsync(Everything, [.. ids.Select(id => new MemoryLookup(id))], condition, None);
    }

    [Fact]
    public async Task A_delete_reaches_the_scope_only()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"), Samples.Record(Bob, "m1"));

        Assert.Equal(0, await Memories.DeleteAsync(OnlyBob, [new MemoryLookup("m1", UserId: "ann")], WriteCondition.None, None));
        Assert.Equal(1, await Memories.DeleteAsync(OnlyBob, [new MemoryLookup("m1")], WriteCondition.None, None));

        Assert.NotNull(await FindAsync(Ann, "m1"));
        Assert.Null(await FindAsync(Bob, "m1"));
    }

    [Fact]
    public async Task A_decision_on_a_snapshot_spares_what_changed_is_pinned_or_gone()
    {
        await UpsertAsync(
            Samples.Record(Ann, "same"), Samples.Record(Ann, "touched"), Samples.Record(Ann, "edited"), Samples.Record(Ann, "gone"),
            Samples.Record(Ann, "pinned") with { Pinned = true }, Samples.Record(Ann, "recreated"));
        var snapshot = await ScanAsync();
        await ReplaceAsync(new MemoryKey(Ann, "edited"), Samples.Record(Ann, "edited", "new text"));
        await Memories.TouchAsync(Everything, [new MemoryKey(Ann, "touched")], Clock.Now, TimeSpan.Zero, None);
        await DeleteAsync("gone", "recreated");
        await UpsertAsync(Samples.Record(Ann, "recreated"));

        var removed = await Memories.DeleteUnchangedAsync(Everything, snapshot, None);

        Assert.Equal(["same", "touched"], removed.Select(key => key.Id).Order());
        Assert.Equal(["edited", "pinned", "recreated"], (await ScanAsync()).Select(record => record.Id).Order());
    }

    [Fact]
    public async Task A_decision_on_a_snapshot_reaches_the_scope_only()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"), Samples.Record(Bob, "m1"));

        var removed = await Memories.DeleteUnchangedAsync(OnlyBob, await ScanAsync(), None);

        Assert.Equal([new MemoryKey(Bob, "m1")], removed);
        Assert.NotNull(await FindAsync(Ann, "m1"));
    }

    [Fact]
    public async Task A_decision_on_a_snapshot_takes_the_aliases_along()
    {
        await WriteWithAliasesAsync("b");

        await Memories.DeleteUnchangedAsync(Everything, await ScanAsync(), None);

        Assert.Null(await FindAsync(Ann, "b"));
        Assert.Equal(EventKinds.MemoryForgotten, (await EventKindsAsync())[^1]);
    }
}
