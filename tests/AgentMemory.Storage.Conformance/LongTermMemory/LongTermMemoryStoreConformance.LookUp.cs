using AgentMemory.Errors;
using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Conformance.LongTermMemory;

public abstract partial class LongTermMemoryStoreConformance
{
    [Fact]
    public async Task An_unknown_id_is_not_found() =>
        Assert.Null(await Memories.FindAsync(Everything, new MemoryLookup("nothing"), None));

    [Theory]
    [InlineData(null, null)]
    [InlineData("tests", null)]
    [InlineData(null, "ann")]
    [InlineData("tests", "ann")]
    public async Task An_id_of_one_owner_needs_no_narrowing(string? @namespace, string? userId)
    {
        await UpsertAsync(Samples.Record(Ann, "m1"));

        Assert.Equal(Ann, (await Memories.FindAsync(Everything, new MemoryLookup("m1", @namespace, userId), None))?.Owner);
    }

    [Theory]
    [InlineData("other", null)]
    [InlineData(null, "bob")]
    [InlineData("tests", "Ann")]
    public async Task A_record_that_contradicts_the_narrowing_is_not_found(string? @namespace, string? userId)
    {
        await UpsertAsync(Samples.Record(Ann, "m1"));

        Assert.Null(await Memories.FindAsync(Everything, new MemoryLookup("m1", @namespace, userId), None));
    }

    [Fact]
    public async Task An_id_of_several_owners_is_a_conflict_unless_one_is_named()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"), Samples.Record(Bob, "m1"));

        await Assert.ThrowsAsync<ConflictException>(async () => await Memories.FindAsync(Everything, new MemoryLookup("m1"), None));
        await Assert.ThrowsAsync<ConflictException>(async () => await Memories.FindAsync(Everything, new MemoryLookup("m1", "tests"), None));

        Assert.Equal(Bob, (await Memories.FindAsync(Everything, new MemoryLookup("m1", UserId: "bob"), None))?.Owner);
        Assert.Equal(Ann, (await Memories.FindAsync(OnlyAnn, new MemoryLookup("m1"), None))?.Owner);
    }

    [Fact]
    public async Task An_alias_of_one_owner_and_a_record_of_another_are_a_conflict()
    {
        await WriteWithAliasesAsync("m1");
        await UpsertAsync(Samples.Record(Bob, "m1"));

        await Assert.ThrowsAsync<ConflictException>(async () => await Memories.FindAsync(Everything, new MemoryLookup("m1"), None));
    }

    [Fact]
    public async Task Another_owners_record_is_never_found()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"));

        Assert.Null(await Memories.FindAsync(OnlyBob, new MemoryLookup("m1"), None));
        Assert.Null(await Memories.FindAsync(OnlyBob, new MemoryLookup("m1", "tests", "ann"), None));
        Assert.Null(await Memories.FindAsync(AccessScope.Bound(null, [""]), new MemoryLookup("m1"), None));
        Assert.Null(await Memories.FindAsync(AccessScope.Bound([], null), new MemoryLookup("m1"), None));
    }
}
