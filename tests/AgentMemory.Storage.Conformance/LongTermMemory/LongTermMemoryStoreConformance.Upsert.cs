using AgentMemory.Errors;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Storage.Conformance.LongTermMemory;

public abstract partial class LongTermMemoryStoreConformance
{
    [Fact]
    public async Task A_record_round_trips_with_every_member()
    {
        var record = Samples.FullRecord(Ann, "m1");

        var result = await UpsertOneAsync(record);

        Assert.Equal(new UpsertResult("m1", new MemoryKey(Ann, "m1"), UpsertOutcome.Created), result);
        var other = await OtherClientAsync();
        foreach (var stored in new[] { await GetAsync(Ann, "m1"), (await other.LongTerm.FindAsync(OnlyAnn, new MemoryLookup("m1"), None))! })
            Same.Record(record with { MemoryHash = MemoryHash.Compute(record) }, stored);
    }

    [Theory]
    [MemberData(nameof(Samples.AwkwardTexts), MemberType = typeof(Samples))]
    public async Task Text_is_kept_exactly(string text)
    {
        await UpsertAsync(Samples.Record(Ann, "m1", text) with { SessionId = "s " + text[..Math.Min(text.Length, 30)] });

        Assert.Equal(text, (await GetAsync(Ann, "m1")).Text);
        Assert.Equal("s " + text[..Math.Min(text.Length, 30)], (await GetAsync(Ann, "m1")).SessionId);
    }

    [Theory]
    [InlineData("M1")]
    [InlineData("m1 ")]
    [InlineData("thread_summary_0123456789abcdef")]
    [InlineData("a:b/c?d#e%20*'\"\\")]
    [InlineData("zażółć 日本 👩‍👩‍👧")]
    public async Task Ids_are_exact(string id)
    {
        await UpsertAsync(Samples.Record(Ann, "m1"), Samples.Record(Ann, id, "another"));

        Assert.Equal("another", (await GetAsync(Ann, id)).Text);
        Assert.Equal("Text of m1", (await GetAsync(Ann, "m1")).Text);
        Assert.Equal(1, await DeleteAsync(id));
        Assert.NotNull(await FindAsync(Ann, "m1"));
    }

    [Fact]
    [Trait("Trap", "T60")]
    public async Task The_newest_record_of_an_id_replaces_the_old_one_whole()
    {
        await UpsertAsync(Samples.FullRecord(Ann, "m1"));
        var old = await GetAsync(Ann, "m1");
        var replacement = Samples.Record(Ann, "m1", "Ann moved on to Nice");

        var result = await UpsertOneAsync(replacement);

        var stored = await GetAsync(Ann, "m1");
        Assert.Equal((UpsertOutcome.Replaced, new MemoryKey(Ann, "m1")), (result.Outcome, result.Key));
        Same.Record(replacement with { MemoryHash = MemoryHash.Compute(replacement), PersistedAt = old.PersistedAt }, stored);
        Assert.NotEqual(old.Version, stored.Version);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Each_record_of_a_write_may_be_an_operation_of_its_own()
    {
        var options = Operation("all") with { OperationOfEach = record => $"write {record.Id}" };
        await Memories.UpsertAsync(Everything, [Samples.Record(Ann, "a"), Samples.Record(Ann, "b")], options, None);
        await UpsertAsync(Samples.Record(Ann, "a", "Changed since"));

        var repeated = await Memories.UpsertAsync(
            Everything, [Samples.Record(Ann, "a"), Samples.Record(Ann, "b"), Samples.Record(Ann, "c")], options, None);

        Assert.Equal(
            [UpsertOutcome.Replaced, UpsertOutcome.AlreadyApplied, UpsertOutcome.Created], repeated.Select(result => result.Outcome));
    }

    [Fact]
    [Trait("Trap", "T56")]
    public async Task Persisted_at_is_the_first_records_on_a_replacement()
    {
        var first = Samples.Record(Ann, "m1") with { PersistedAt = Samples.Then };
        await UpsertAsync(first);
        await UpsertAsync(first with { Text = "changed", PersistedAt = Samples.Then.AddYears(1) });

        Assert.Equal(Samples.Then, (await GetAsync(Ann, "m1")).PersistedAt);
    }

    [Fact]
    [Trait("Trap", "T59")]
    public async Task The_hash_is_the_stores()
    {
        await UpsertAsync(Samples.Record(Ann, "m1") with { MemoryHash = "forged" });
        Assert.Equal(MemoryHash.Compute(Samples.Record(Ann, "m1")), (await GetAsync(Ann, "m1")).MemoryHash);

        var changed = Samples.Record(Ann, "m1") with { SessionId = "s9", MemoryHash = "forged again" };
        await UpsertAsync(changed);
        Assert.Equal(MemoryHash.Compute(changed), (await GetAsync(Ann, "m1")).MemoryHash);
    }

    [Fact]
    [Trait("Trap", "T32")]
    public async Task The_same_id_under_two_owners_is_two_records()
    {
        await Memories.UpsertAsync(OnlyAnn, [Samples.Record(Ann, "m1", "of Ann")], Operation("a"), None);
        var result = await Memories.UpsertAsync(OnlyBob, [Samples.Record(Bob, "m1", "of Bob")], Operation("b"), None);

        Assert.Equal(UpsertOutcome.Created, result[0].Outcome);
        Assert.Equal("of Ann", (await GetAsync(Ann, "m1")).Text);
        Assert.Equal("of Bob", (await GetAsync(Bob, "m1")).Text);
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task A_batch_has_one_result_per_record_in_order()
    {
        await UpsertAsync(Samples.Record(Ann, "old"), Samples.Record(Ann, "twin", "same"));

        var results = await Memories.UpsertAsync(
            Everything,
            [Samples.Record(Ann, "new"), Samples.Record(Bob, "new"), Samples.Record(Ann, "old", "changed"), Samples.Record(Ann, "dup", "same")],
            Operation("op"), None);

        Assert.Equal(
            [
                new("new", new MemoryKey(Ann, "new"), UpsertOutcome.Created),
                new("new", new MemoryKey(Bob, "new"), UpsertOutcome.Created),
                new("old", new MemoryKey(Ann, "old"), UpsertOutcome.Replaced),
                new UpsertResult("dup", new MemoryKey(Ann, "twin"), UpsertOutcome.Duplicate),
            ],
            results);
    }

    [Fact]
    public async Task A_batch_that_reaches_outside_the_scope_writes_nothing()
    {
        await UpsertAsync(Samples.Record(Ann, "m1", "of Ann"));

        await Assert.ThrowsAsync<AccessDeniedException>(() => Memories.UpsertAsync(
            OnlyBob, [Samples.Record(Bob, "m2"), Samples.Record(Ann, "m1", "overwritten")],
            Operation("op") with { Tasks = [NewTask(Bob)] }, None));

        Assert.Equal("of Ann", (await GetAsync(Ann, "m1")).Text);
        Assert.Null(await FindAsync(Bob, "m2"));
        Assert.Equal(0, (await Store.Tasks.CountAsync(None)).Queued);
    }

    [Fact]
    [Trait("Trap", "T71")]
    public async Task Tasks_are_committed_with_the_records()
    {
        await Memories.UpsertAsync(
            OnlyAnn, [Samples.Record(Ann, "m1")], Operation("op") with { Tasks = [NewTask(Ann, payload: "embed m1")] }, None);

        var lease = Assert.Single(await Store.Tasks.LeaseAsync("worker", 10, TimeSpan.FromMinutes(1), None));
        Assert.Equal(("embed m1", Ann), (lease.Payload, lease.Owner));
    }

    [Fact]
    public async Task A_repeated_operation_leaves_its_records_as_they_are()
    {
        MemoryRecord[] batch = [Samples.Record(Ann, "m1"), Samples.Record(Ann, "m2")];
        await Memories.UpsertAsync(Everything, batch, Operation("op"), None);
        var before = await ScanAsync();
        var lastEvent = await LastEventAsync();

        var again = await Memories.UpsertAsync(Everything, batch, Operation("op"), None);

        Assert.All(again, result => Assert.Equal(UpsertOutcome.AlreadyApplied, result.Outcome));
        Assert.Equal(["m1", "m2"], again.Select(result => result.Key.Id));
        Assert.Equal(before.Select(record => record.Version), (await ScanAsync()).Select(record => record.Version));
        Assert.Equal(lastEvent, await LastEventAsync());
    }

    [Fact]
    public async Task A_repeated_batch_goes_on_where_it_stopped()
    {
        await UpsertOneAsync(Samples.Record(Ann, "m1"), "op");

        var results = await Memories.UpsertAsync(
            Everything, [Samples.Record(Ann, "m1"), Samples.Record(Ann, "m2")], Operation("op"), None);

        Assert.Equal([UpsertOutcome.AlreadyApplied, UpsertOutcome.Created], results.Select(result => result.Outcome));
    }

    [Fact]
    public async Task Another_operation_replaces_the_record()
    {
        await UpsertOneAsync(Samples.Record(Ann, "m1", "one"), "op1");
        Assert.Equal(UpsertOutcome.Replaced, (await UpsertOneAsync(Samples.Record(Ann, "m1", "two"), "op2")).Outcome);

        Assert.Equal("two", (await GetAsync(Ann, "m1")).Text);
    }

    [Fact]
    [Trait("Trap", "T58")]
    public async Task Concurrent_writers_of_the_same_content_leave_one_record()
    {
        var other = await OtherClientAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
            (i % 2 == 0 ? Store : other).LongTerm.UpsertAsync(
                OnlyAnn, [Samples.Record(Ann, $"m{i}", "the same content")], Operation($"op{i}"), None))));

        var survivor = Assert.Single(await ScanAsync());
        Assert.All(results, result => Assert.Equal(KeyOf(survivor), result[0].Key));
        Assert.Single(results, result => result[0].Outcome == UpsertOutcome.Created);
        for (var i = 0; i < 16; i++)
            Assert.Equal(survivor.Id, (await GetAsync(Ann, $"m{i}")).Id);
    }
}
