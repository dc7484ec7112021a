using AgentMemory.Errors;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Conformance.WorkingMemory;

public abstract partial class WorkingMemoryStoreConformance
{
    [Fact]
    [Trait("Spec", "2.5")]
    public async Task A_deleted_session_is_gone()
    {
        await PutAsync(Ann, Samples.Message("m1"));

        Assert.True(await DeleteAsync("s1", Ann.Namespace, Ann.UserId));

        Assert.Null(await FindAsync(Ann));
        Assert.False(await DeleteAsync("s1", Ann.Namespace, Ann.UserId));
        await AppendAsync(Ann, Samples.Message("m2"));
        Assert.Equal(["m2"], Ids(await GetAsync(Ann)));
    }

    [Fact]
    [Trait("Spec", "2.5")]
    public async Task A_delete_finds_what_a_read_finds()
    {
        await PutAsync(Ann);
        Assert.True(await DeleteAsync("s1"));
        Assert.Null(await FindAsync(Ann));

        await PutAsync(Ann);
        await PutAsync(Nobody);
        Assert.True(await DeleteAsync("s1"));
        Assert.Null(await FindAsync(Nobody));
        Assert.NotNull(await FindAsync(Ann));
    }

    [Fact]
    [Trait("Trap", "T69")]
    public async Task An_ambiguous_delete_deletes_nothing_and_says_so()
    {
        await PutAsync(Ann);
        await PutAsync(Bob);

        await Assert.ThrowsAsync<ConflictException>(() => DeleteAsync("s1"));
        await Assert.ThrowsAsync<ConflictException>(() => DeleteAsync("s1", "tests"));

        Assert.NotNull(await FindAsync(Ann));
        Assert.NotNull(await FindAsync(Bob));
    }

    [Fact]
    public async Task A_delete_reaches_the_scope_only()
    {
        await PutAsync(Ann);
        await PutAsync(Bob);

        Assert.False(await Delete(AccessScope.Bound(["other"], null), null));
        Assert.False(await Delete(OnlyBob, "ann"));
        Assert.True(await Delete(OnlyBob, null));

        Assert.NotNull(await FindAsync(Ann));
        Assert.Null(await FindAsync(Bob));

        async Task<bool> Delete(AccessScope scope, string? userId) =>
            await Sessions.DeleteAsync(scope, new SessionLookup("s1", null, userId), WriteCondition.None, None);
    }

    [Fact]
    [Trait("Trap", "T69")]
    public async Task A_delete_cancels_the_queued_tasks_of_that_session_and_no_others()
    {
        await PutAsync(Replacement(Ann, Samples.Message("m1")), default, NewTask(Ann, key: "s1", payload: "cancelled") with { SessionId = "s1" });
        await AppendWithTaskAsync(Session(Ann), "m2", NewTask(Ann, key: "later", dueAt: Clock.Now.AddHours(1), payload: "cancelled too") with { SessionId = "s1" });
        await AppendWithTaskAsync(Session(Ann, "s2"), "m1", NewTask(Ann, key: "s2", payload: "of s2") with { SessionId = "s2" });
        await AppendWithTaskAsync(Session(Bob), "m1", NewTask(Bob, key: "s1", payload: "of Bob") with { SessionId = "s1" });
        await Store.Tasks.EnqueueAsync(NewTask(Ann, payload: "of nobody's session"), None);

        await DeleteAsync("s1", Ann.Namespace, Ann.UserId);

        Clock.Advance(TimeSpan.FromHours(2));
        var left = await Store.Tasks.LeaseAsync("worker", 10, TimeSpan.FromMinutes(1), None);
        Assert.Equal(["of Bob", "of nobody's session", "of s2"], left.Select(task => task.Payload).Order(StringComparer.Ordinal));

        async Task AppendWithTaskAsync(SessionKey key, string id, TaskRequest task) => await Sessions.AppendAsync(
            Everything, new SessionAppend { Key = key, Messages = [Samples.Message(id)] }, WriteCondition.None, [task], None);
    }
}
