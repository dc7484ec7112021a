using AgentMemory.Errors;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Storage.Conformance;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>What memories do on Redis beyond what every provider promises.</summary>
public sealed class RedisMemoryTests : StoreConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => RedisStoreFixture.NewAsync(needsSearch: true);

    [Fact]
    public async Task A_batch_of_several_commits_is_written_whole_with_its_tasks_once()
    {
        MemoryRecord[] records = [.. Enumerable.Range(0, 450).Select(i => Samples.Record(Ann, $"m{i}", $"text {i % 400}"))];
        var options = Operation("op") with { Tasks = [NewTask(Ann)] };

        var results = await Store.LongTerm.UpsertAsync(Everything, records, options, None);
        var again = await Store.LongTerm.UpsertAsync(Everything, records, options with { Tasks = [] }, None);

        Assert.Equal(records.Select(record => record.Id), results.Select(result => result.Id));
        Assert.Equal(400, results.Count(result => result.Outcome == UpsertOutcome.Created));
        Assert.Equal(new MemoryKey(Ann, "m0"), results[400].Key);
        Assert.Equal(results.Select(result => result.Key), again.Select(result => result.Key));
        Assert.DoesNotContain(again, result => result.Outcome == UpsertOutcome.Created);
        Assert.Equal(1, (await Store.Tasks.CountAsync(None)).Queued);
    }

    [Fact]
    public async Task Nothing_to_write_still_queues_the_tasks()
    {
        Assert.Empty(await Store.LongTerm.UpsertAsync(Everything, [], Operation("op") with { Tasks = [NewTask(Ann)] }, None));

        Assert.Equal(1, (await Store.Tasks.CountAsync(None)).Queued);
    }

    [Fact]
    public async Task Changes_of_a_batch_see_those_before_them()
    {
        await UpsertAsync(Samples.Record(Ann, "a", "same"), Samples.Record(Ann, "b", "other"));

        var results = await Store.LongTerm.UpsertAsync(
            Everything,
            [
                Samples.Record(Ann, "b", "same"), Samples.Record(Ann, "b", "new"), Samples.Record(Ann, "a", "changed"),
                Samples.Record(Ann, "c", "same"), Samples.Record(Ann, "d", "same"), Samples.Record(Ann, "c", "ignored"),
            ],
            Operation("op"), None);

        Assert.Equal(
            [
                UpsertOutcome.Duplicate, UpsertOutcome.Created, UpsertOutcome.Replaced, UpsertOutcome.Created, UpsertOutcome.Duplicate,
                UpsertOutcome.AlreadyApplied,
            ],
            results.Select(result => result.Outcome));
        Assert.Equal(("b", "new"), await FoundAsync("b"));
        Assert.Equal(("c", "same"), await FoundAsync("d"));
        Assert.Equal(["a", "b", "c"], (await Store.LongTerm.ScanAsync(Everything, MemoryFilter.None, null, 10, None))
            .Records.Select(record => record.Id).Order());

        async Task<(string, string)> FoundAsync(string id)
        {
            var record = (await Store.LongTerm.FindAsync(OnlyAnn, new MemoryLookup(id), None))!;
            return (record.Id, record.Text);
        }
    }

    [Fact]
    public async Task The_oldest_of_a_large_group_takes_a_duplicate_in()
    {
        await UpsertAsync([.. Enumerable.Range(0, 30).Select(i => Samples.Record(Ann, $"m{i}", "same"))]);
        await Store.LongTerm.DeleteAsync(OnlyAnn, [new MemoryLookup("m0"), new MemoryLookup("m1")], WriteCondition.None, None);
        // Leaves the group in the same write, and with them all that was looked at first.
        MemoryRecord[] changed = [.. Enumerable.Range(2, 9).Select(i => Samples.Record(Ann, $"m{i}", $"changed {i}"))];

        var results = await Store.LongTerm.UpsertAsync(Everything, [.. changed, Samples.Record(Ann, "new", "same")], Operation("op"), None);

        Assert.Equal(new UpsertResult("new", new MemoryKey(Ann, "m11"), UpsertOutcome.Duplicate), results[^1]);
    }

    [Theory]
    [InlineData("a", "u")]
    [InlineData("a:", "u:%")]
    [InlineData("a;", "")]
    [InlineData("", "u")]
    [InlineData("%3A", "\n|{}")]
    public async Task A_record_among_very_many_of_its_id_is_found_by_what_is_known_of_its_owner(string @namespace, string user)
    {
        var owner = new Owner(@namespace, user);
        await UpsertAsync([.. Enumerable.Range(0, 1200).Select(i => Samples.Record(new Owner("a0", $"{i}"), "1"))]);
        await UpsertAsync(Samples.Record(owner, "1"));
        var memories = Store.LongTerm;

        Assert.Equal(owner, (await memories.FindAsync(AccessScope.Of(owner), new MemoryLookup("1"), None))?.Owner);
        Assert.Equal(owner, (await memories.FindAsync(AccessScope.Bound([@namespace, "b"], null), new MemoryLookup("1"), None))?.Owner);
        Assert.Equal(owner, (await memories.FindAsync(AccessScope.Bound(null, [user, "b"]), new MemoryLookup("1"), None))?.Owner);
        Assert.Equal(owner, (await memories.FindAsync(AccessScope.Bound([@namespace, "b"], [user, "b"]), new MemoryLookup("1"), None))?.Owner);
        Assert.Null(await memories.FindAsync(AccessScope.Bound([@namespace], ["b"]), new MemoryLookup("1"), None));
        await Assert.ThrowsAsync<ConflictException>(async () => await memories.FindAsync(Everything, new MemoryLookup("1"), None));
    }
}
