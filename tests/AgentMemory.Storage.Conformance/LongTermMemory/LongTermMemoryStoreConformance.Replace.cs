using AgentMemory.Errors;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Storage.Conformance.LongTermMemory;

public abstract partial class LongTermMemoryStoreConformance
{
    private static readonly MemoryKey AnnsM1 = new(Ann, "m1");

    [Fact]
    [Trait("Trap", "T32")]
    public async Task A_replacement_clears_what_it_leaves_out()
    {
        await UpsertAsync(Samples.FullRecord(Ann, "m1"));
        var full = await GetAsync(Ann, "m1");
        var bare = Samples.Record(Ann, "m1", "bare") with
        {
            PersistedAt = full.PersistedAt,
            AccessCount = full.AccessCount,
            LastAccessed = full.LastAccessed,
        };

        var replaced = await ReplaceAsync(AnnsM1, bare);

        foreach (var record in new[] { replaced, await GetAsync(Ann, "m1") })
        {
            Same.Record(bare with { MemoryHash = MemoryHash.Compute(bare) }, record);
            Assert.Null(record.EventDate);
            Assert.Null(record.SessionId);
        }

        Assert.Equal(replaced.Version, (await GetAsync(Ann, "m1")).Version);
    }

    [Fact]
    public async Task A_replacement_checks_the_version()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"));
        var first = await GetAsync(Ann, "m1");

        var second = await ReplaceAsync(AnnsM1, first with { Text = "second" }, WriteCondition.Version(first.Version), NewTask(Ann));
        await Assert.ThrowsAsync<VersionMismatchException>(() =>
            ReplaceAsync(AnnsM1, first with { Text = "third" }, WriteCondition.Version(first.Version), NewTask(Ann)));
        await Assert.ThrowsAsync<VersionMismatchException>(() =>
            ReplaceAsync(AnnsM1, first with { Text = "third" }, WriteCondition.MustNotExist, NewTask(Ann)));

        Assert.NotEqual(first.Version, second.Version);
        Assert.Equal("second", (await GetAsync(Ann, "m1")).Text);
        Assert.Equal(1, (await Store.Tasks.CountAsync(None)).Queued);
    }

    [Fact]
    public async Task A_record_that_is_gone_cannot_be_replaced()
    {
        var record = Samples.Record(Ann, "m1");
        await UpsertAsync(record, Samples.Record(Bob, "m1"));
        await Memories.DeleteAsync(OnlyAnn, [new MemoryLookup("m1")], WriteCondition.None, None);

        await Assert.ThrowsAsync<VersionMismatchException>(() => ReplaceAsync(AnnsM1, record, default, NewTask(Ann)));

        Assert.Null(await FindAsync(Ann, "m1"));
        Assert.Equal(0, (await Store.Tasks.CountAsync(None)).Queued);
    }

    [Fact]
    public async Task A_recreated_record_never_gets_an_old_version_back()
    {
        var record = Samples.Record(Ann, "m1");
        var versions = new HashSet<long>();
        for (var i = 0; i < 5; i++)
        {
            await UpsertAsync(record);
            Assert.True(versions.Add((await GetAsync(Ann, "m1")).Version));
            await DeleteAsync("m1");
        }
    }

    [Fact]
    [Trait("Trap", "T59")]
    public async Task A_record_can_move_to_another_owner()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"));
        var moved = Samples.Record(Bob, "m1");

        var replaced = await ReplaceAsync(AnnsM1, moved);

        Assert.Null(await FindAsync(Ann, "m1"));
        Assert.Equal(0, await CountAsync(OnlyAnn));
        Same.Record(moved with { MemoryHash = MemoryHash.Compute(moved) }, await GetAsync(Bob, "m1"));
        Assert.Equal(replaced.Version, (await GetAsync(Bob, "m1")).Version);
        Assert.Equal(1, await CountAsync(OnlyBob));
        Assert.Equal(UpsertOutcome.Created, (await UpsertOneAsync(Samples.Record(Ann, "m1"))).Outcome);
    }

    [Fact]
    public async Task A_record_cannot_move_onto_another_of_its_id()
    {
        await UpsertAsync(Samples.Record(Ann, "m1", "of Ann"), Samples.Record(Bob, "m1", "of Bob"));

        await Assert.ThrowsAsync<ConflictException>(() => ReplaceAsync(AnnsM1, Samples.Record(Bob, "m1", "moved"), default, NewTask(Bob)));

        Assert.Equal("of Ann", (await GetAsync(Ann, "m1")).Text);
        Assert.Equal("of Bob", (await GetAsync(Bob, "m1")).Text);
        Assert.Equal(0, (await Store.Tasks.CountAsync(None)).Queued);
    }

    [Fact]
    public async Task A_record_cannot_be_taken_from_or_moved_to_an_owner_outside_the_scope()
    {
        await UpsertAsync(Samples.Record(Ann, "m1", "of Ann"));

        await Assert.ThrowsAsync<AccessDeniedException>(() => Memories.ReplaceAsync(
            OnlyBob, AnnsM1, Samples.Record(Bob, "m1", "stolen"), WriteCondition.None, [], None));
        await Assert.ThrowsAsync<AccessDeniedException>(() => Memories.ReplaceAsync(
            OnlyAnn, AnnsM1, Samples.Record(Bob, "m1", "planted"), WriteCondition.None, [], None));

        Assert.Equal("of Ann", (await GetAsync(Ann, "m1")).Text);
        Assert.Null(await FindAsync(Bob, "m1"));
    }

    [Fact]
    public async Task Of_concurrent_conditional_replacements_one_wins()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"));
        var read = await GetAsync(Ann, "m1");
        var other = await OtherClientAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            try
            {
                var client = i % 2 == 0 ? Store : other;
                var record = read with { Text = $"text {i}" };
                await client.LongTerm.ReplaceAsync(OnlyAnn, AnnsM1, record, WriteCondition.Version(read.Version), [], None);
                return i;
            }
            catch (VersionMismatchException)
            {
                return -1;
            }
        })));

        Assert.Equal($"text {Assert.Single(outcomes, i => i >= 0)}", (await GetAsync(Ann, "m1")).Text);
    }

    [Fact]
    public async Task Every_change_leaves_its_entry_in_the_event_log()
    {
        await UpsertAsync(Samples.Record(Ann, "m1") with { SessionId = "s1" });
        await UpsertAsync(Samples.Record(Ann, "m1", "replaced") with { SessionId = "s1" });
        await ReplaceAsync(AnnsM1, Samples.Record(Ann, "m1", "again") with { SessionId = "s1" });
        await DeleteAsync("m1");

        var entries = (await (await OtherClientAsync()).Events.ReadAsync(OnlyAnn, EventFilter.All, 0, 100, None)).Entries;

        Assert.Equal(
            [EventKinds.MemoryCreated, EventKinds.MemoryUpdated, EventKinds.MemoryUpdated, EventKinds.MemoryDeleted],
            entries.Select(entry => entry.Kind));
        Assert.All(entries, entry => Assert.Equal((Ann, "m1", "s1", Clock.Now), (entry.Owner, entry.SubjectId, entry.SessionId, entry.At)));
    }
}
