using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Search;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Conformance.Maintenance;

/// <summary>What <see cref="IStoreMaintenance"/> promises of a store that nobody tampered with.</summary>
public abstract class StoreMaintenanceConformance : StoreConformance
{
    private IStoreMaintenance Maintenance => Store.Maintenance;

    [Fact]
    [Trait("Spec", "8")]
    public async Task Rebuilding_finds_what_was_found_whatever_is_written_meanwhile()
    {
        await UpsertAsync([.. Enumerable.Range(0, 10).Select(i => Tagged(i, "a red apple"))]);

        var run = await BeginRebuildAsync();
        Assert.Equal(new RebuildStep(4, false, 0), await Maintenance.RebuildIndexAsync(run, 4, None));

        // One that is rebuilt and one that is not, each changed, removed and made.
        await RewriteAsync("m1", "a green pear");
        await RewriteAsync("m7", "a green pear");
        await DeleteAsync("m2");
        await DeleteAsync("m8");
        await UpsertAsync(Tagged(10, "a green pear"));
        string[] apples = ["m0", "m3", "m4", "m5", "m6", "m9"];
        Assert.Equal(apples, await PhraseAsync("red apple"));

        Assert.Equal(10, await FinishAsync(run));

        Assert.Equal(apples, await PhraseAsync("red apple"));
        Assert.Equal(["m1", "m10", "m7"], await PhraseAsync("green pear"));
        Assert.Equal(["m1", "m3", "m5", "m7", "m9"], await ListIdsAsync(new() { Topics = TagFilter.Equal("odd") }));

        // The new index is kept true as the old one was.
        await RewriteAsync("m0", "a blue plum");
        await DeleteAsync("m7");
        await UpsertAsync(Tagged(11, "a blue plum"));
        Assert.Equal(apples[1..], await PhraseAsync("red apple"));
        Assert.Equal(["m1", "m10"], await PhraseAsync("green pear"));
        Assert.Equal(["m0", "m11"], await PhraseAsync("blue plum"));
    }

    [Fact]
    public async Task Every_client_sees_a_rebuilt_index_at_once()
    {
        await UpsertAsync([.. Enumerable.Range(0, 5).Select(i => Tagged(i, "a red apple"))]);
        var other = await OtherClientAsync();
        Assert.Equal(5, (await PhraseAsync("red apple", other)).Length);

        await FinishAsync(await BeginRebuildAsync());

        Assert.Equal(5, (await PhraseAsync("red apple", other)).Length);
        await other.LongTerm.DeleteAsync(Everything, [new MemoryLookup("m0")], WriteCondition.None, None);
        Assert.Equal(4, (await PhraseAsync("red apple")).Length);
    }

    [Fact]
    public async Task A_run_that_was_left_is_joined_where_it_stopped()
    {
        await UpsertAsync([.. Enumerable.Range(0, 10).Select(i => Tagged(i, "text"))]);
        var run = await BeginRebuildAsync();
        await Maintenance.RebuildIndexAsync(run, 4, None);
        var other = await OtherClientAsync();

        var joined = await other.Maintenance.BeginAsync(MaintenanceKind.RebuildIndex, None);

        Assert.Equal(new MaintenanceRun(MaintenanceKind.RebuildIndex, run.Id, Done: 4, Total: 10), joined);
        Assert.Equal(7, (await other.Maintenance.RebuildIndexAsync(joined, 3, None)).Done);
    }

    [Theory]
    [InlineData(MaintenanceKind.RebuildIndex)]
    [InlineData(MaintenanceKind.MigrateRecords)]
    public async Task Two_clients_share_a_run_and_neither_starts_it_again(MaintenanceKind kind)
    {
        await UpsertAsync([.. Enumerable.Range(0, 40).Select(i => Tagged(i, "a red apple"))]);
        var other = await OtherClientAsync();
        var runs = new[] { await Maintenance.BeginAsync(kind, None), await other.Maintenance.BeginAsync(kind, None) };
        Assert.Equal(runs[0].Id, runs[1].Id);

        await Task.WhenAll(
            Task.Run(() => FinishAsync(runs[0], Maintenance)), Task.Run(() => FinishAsync(runs[1], other.Maintenance)));

        Assert.Equal(40, (await PhraseAsync("red apple")).Length);
        Assert.NotEqual(runs[0].Id, (await Maintenance.BeginAsync(kind, None)).Id);
    }

    [Fact]
    [Trait("Trap", "T44")]
    public async Task Migrating_writes_no_record_that_is_as_expected()
    {
        var records = new[]
        {
            Samples.FullRecord(Ann, "full"),
            Samples.Record(Ann, "seen") with { DiscreteMemoryExtracted = true },
            Samples.Record(Bob, "unseen"),
            Samples.Record(Nobody, "blank", ""),
        };
        await UpsertAsync(records);
        var before = await AllAsync();
        var last = await LastEventAsync();

        var run = await Maintenance.BeginAsync(MaintenanceKind.MigrateRecords, None);
        var counts = default(MigrationCounts);
        MigrationStep step;
        do
        {
            step = await Maintenance.MigrateRecordsAsync(run, 3, None);
            counts += step.Counts;
        }
        while (!step.IsFinished);

        Assert.Equal(new MigrationCounts { Records = 4 }, counts);
        Assert.Equal(before.Select(record => record.Version), (await AllAsync()).Select(record => record.Version));
        Assert.Empty(await EventKindsAsync(last));
    }

    [Fact]
    public async Task A_preview_sees_every_record_once()
    {
        await UpsertAsync([.. Enumerable.Range(0, 7).Select(i => Tagged(i, "text"))]);

        var counts = default(MigrationCounts);
        string? after = null;
        do
        {
            var preview = await Maintenance.PreviewMigrationAsync(after, 3, None);
            counts += preview.Counts;
            after = preview.Next;
        }
        while (after is not null);

        Assert.Equal(new MigrationCounts { Records = 7 }, counts);
        Assert.Equal(0, (await Maintenance.BeginAsync(MaintenanceKind.MigrateRecords, None)).Done);
    }

    [Fact]
    public async Task Every_session_is_checked_once()
    {
        foreach (var id in Enumerable.Range(0, 5))
            await AppendAsync(new(id % 2 == 0 ? Ann : Bob, $"s{id}"));

        var read = 0;
        string? after = null;
        do
        {
            var check = await Maintenance.CheckSessionsAsync(after, 2, None);
            Assert.Empty(check.Unreadable);
            read += check.Checked;
            after = check.Next;
        }
        while (after is not null);

        Assert.Equal(5, read);
    }

    [Fact]
    public async Task What_can_be_read_is_not_deleted_as_unreadable()
    {
        await UpsertAsync(Samples.FullRecord(Ann, "full"), Samples.Record(Nobody, "blank", ""));

        Assert.Equal(0, await Maintenance.DeleteUnreadableAsync(null, null, 100, None));

        Assert.Equal(2, (await AllAsync()).Count);
    }

    [Fact]
    public async Task An_id_is_found_with_all_its_owners_and_by_what_it_was_merged_into()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"), Samples.Record(Bob, "m1"), Samples.Record(Nobody, "m1"), Samples.Record(Ann, "m2"));
        await Store.LongTerm.UpsertAsync(
            Everything, [Samples.Record(Ann, "twin", Samples.Record(Ann, "m2").Text)], Operation("twin"), None);

        Assert.Equal(
            [new MemoryKey(Nobody, "m1"), new MemoryKey(Ann, "m1"), new MemoryKey(Bob, "m1")],
            await Maintenance.FindMemoriesAsync("m1", None));
        Assert.Equal([new MemoryKey(Ann, "m2")], await Maintenance.FindMemoriesAsync("twin", None));
        Assert.Empty(await Maintenance.FindMemoriesAsync("m3", None));
    }

    [Fact]
    public async Task A_session_id_is_found_with_all_its_owners_until_they_expire()
    {
        await AppendAsync(new(Ann, "s1"), "a", "b");
        await AppendAsync(new(Nobody, "s1"));
        await Store.WorkingMemory.AppendAsync(
            Everything, new() { Key = new(Bob, "s1"), Messages = [Samples.Message("m")], Ttl = TtlChange.To(60) },
            WriteCondition.None, [], None);
        Assert.Equal(3, (await Maintenance.FindSessionsAsync("s1", None)).Count);

        Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(
            [(new SessionKey(Nobody, "s1"), 1), (new SessionKey(Ann, "s1"), 2)], await Maintenance.FindSessionsAsync("s1", None));
    }

    [Fact]
    public async Task Records_are_counted_that_have_no_vector_of_the_model()
    {
        MemoryRecord[] records = [.. Enumerable.Range(0, 3).Select(i => Tagged(i, $"text {i}"))];
        await UpsertAsync(records);
        await Store.Search.PutVectorsAsync(
            Everything, new EmbeddingSpace("one", 2), [new(records[0].Key, records[0].Text, new float[] { 1, 0 })], None);

        Assert.Equal((2, 3), (
            await Maintenance.CountWithoutVectorAsync("one", None), await Maintenance.CountWithoutVectorAsync("two", None)));
    }

    private static MemoryRecord Tagged(int number, string text) =>
        Samples.Record(Ann, $"m{number}", text) with { Topics = [number % 2 == 0 ? "even" : "odd"] };

    private Task<MaintenanceRun> BeginRebuildAsync() => Maintenance.BeginAsync(MaintenanceKind.RebuildIndex, None);

    private Task<long> FinishAsync(MaintenanceRun run) => FinishAsync(run, Maintenance);

    /// <returns>How many records the run dealt with.</returns>
    private static async Task<long> FinishAsync(MaintenanceRun run, IStoreMaintenance maintenance)
    {
        while (true)
        {
            var (done, isFinished) = run.Kind == MaintenanceKind.RebuildIndex
                ? await maintenance.RebuildIndexAsync(run, 3, None) is var step ? (step.Done, step.IsFinished) : default
                : await maintenance.MigrateRecordsAsync(run, 3, None) is var migrated ? (migrated.Done, migrated.IsFinished) : default;
            if (isFinished)
                return done;
        }
    }

    private async Task RewriteAsync(string id, string text)
    {
        var record = await Store.LongTerm.FindAsync(Everything, new(id), None);
        await Store.LongTerm.ReplaceAsync(Everything, record!.Key, record with { Text = text }, WriteCondition.None, [], None);
    }

    private Task<int> DeleteAsync(string id) => Store.LongTerm.DeleteAsync(Everything, [new(id)], WriteCondition.None, None);

    private async Task AppendAsync(SessionKey key, params string[] messages) => await Store.WorkingMemory.AppendAsync(
        Everything,
        new() { Key = key, Messages = [.. messages.DefaultIfEmpty("m").Select(id => Samples.Message(id))] },
        WriteCondition.None, [], None);

    private Task<string[]> PhraseAsync(string phrase, StoreFixture? client = null) => ListIdsAsync(new() { Phrases = [phrase] }, client);

    private async Task<string[]> ListIdsAsync(MemoryFilter filter, StoreFixture? client = null)
    {
        var page = await (client ?? Store).Search.ListAsync(Everything, filter, 0, 1000, None);
        return [.. page.Records.Select(record => record.Id).Order(StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<MemoryRecord>> AllAsync() =>
        (await Store.LongTerm.ScanAsync(Everything, MemoryFilter.None, null, 1000, None)).Records;
}
