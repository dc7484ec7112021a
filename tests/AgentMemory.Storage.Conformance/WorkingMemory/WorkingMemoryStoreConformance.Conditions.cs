using AgentMemory.Errors;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Conformance.WorkingMemory;

public abstract partial class WorkingMemoryStoreConformance
{
    /// <summary>Puts and appends under the condition are refused, without any trace.</summary>
    private async Task AssertMismatchAsync(WriteCondition condition)
    {
        var before = await FindAsync(Ann);
        var lastEvent = await LastEventAsync();
        var tasks = await Store.Tasks.CountAsync(None);

        await Assert.ThrowsAsync<VersionMismatchException>(() => PutAsync(Replacement(Ann, Samples.Message("refused")), condition, NewTask(Ann)));
        await Assert.ThrowsAsync<VersionMismatchException>(async () => await Sessions.AppendAsync(
            OnlyAnn, new SessionAppend { Key = Session(Ann), Messages = [Samples.Message("refused")] }, condition, [NewTask(Ann)], None));

        var after = await FindAsync(Ann);
        Assert.Equal(before?.Version, after?.Version);
        Assert.Equal(before?.Messages, after?.Messages);
        Assert.Equal(tasks, await Store.Tasks.CountAsync(None));
        Assert.Equal(lastEvent, await LastEventAsync());
    }

    [Fact]
    public async Task Must_exist_holds_only_for_a_stored_session()
    {
        await AssertMismatchAsync(WriteCondition.MustExist);
        await PutAsync(Bob);
        await AssertMismatchAsync(WriteCondition.MustExist);
        await PutAsync(Ann);

        await PutAsync(Replacement(Ann), WriteCondition.MustExist);
    }

    [Fact]
    public async Task Must_not_exist_holds_only_for_an_absent_session()
    {
        await PutAsync(Bob);
        await PutAsync(Replacement(Ann), WriteCondition.MustNotExist);

        await AssertMismatchAsync(WriteCondition.MustNotExist);
    }

    [Fact]
    public async Task A_version_holds_until_the_next_write()
    {
        var first = (await PutAsync(Ann)).Version;
        var second = (await PutAsync(Replacement(Ann), WriteCondition.Version(first))).Version;
        await AssertMismatchAsync(WriteCondition.Version(first));

        var third = (await Sessions.AppendAsync(
            OnlyAnn, new SessionAppend { Key = Session(Ann), Messages = [Samples.Message("m1")] },
            WriteCondition.Version(second), [], None)).Version;
        await AssertMismatchAsync(WriteCondition.Version(second));

        Assert.Equal(third, (await GetAsync(Ann)).Version);
        Assert.Equal(3, new HashSet<long> { first, second, third }.Count);
    }

    [Fact]
    public async Task A_recreated_session_never_gets_an_old_version_back()
    {
        var versions = new HashSet<long>();
        for (var i = 0; i < 5; i++)
        {
            Assert.True(versions.Add((await PutAsync(Ann)).Version));
            Assert.True(versions.Add((await PutAsync(Bob)).Version));
            await DeleteAsync("s1", Ann.Namespace, Ann.UserId);
        }

        foreach (var version in versions)
            await AssertMismatchAsync(WriteCondition.Version(version));
    }

    [Fact]
    public async Task A_delete_checks_its_condition()
    {
        var old = await PutAsync(Ann);
        var current = await PutAsync(Ann);

        await Assert.ThrowsAsync<VersionMismatchException>(async () => await Delete(WriteCondition.Version(old.Version)));
        await Assert.ThrowsAsync<VersionMismatchException>(async () => await Delete(WriteCondition.MustNotExist));
        Assert.NotNull(await FindAsync(Ann));
        Assert.True(await Delete(WriteCondition.Version(current.Version)));
        await Assert.ThrowsAsync<VersionMismatchException>(async () => await Delete(WriteCondition.MustExist));
        Assert.False(await Delete(WriteCondition.None));

        ValueTask<bool> Delete(WriteCondition condition) =>
            Sessions.DeleteAsync(OnlyAnn, new SessionLookup("s1", Ann.Namespace, Ann.UserId), condition, None);
    }
}
