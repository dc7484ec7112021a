using AgentMemory.Errors;
using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Search;
using AgentMemory.Storage.Conformance;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Sqlite.Tests;

/// <summary>What maintenance makes of a file that somebody else wrote to.</summary>
[Trait("Spec", "10.15")]
public sealed class MaintenanceTests : SqliteFileTests
{
    [Fact]
    public async Task A_phrase_index_that_lies_is_mended()
    {
        await using var store = Open();
        await WriteAsync(store, "m1", "a red apple");
        await WriteAsync(store, "m2", "a green pear");
        Tamper("INSERT INTO memory_text (memory_text, rowid, text) VALUES ('delete', 1, 'a red apple')");
        Tamper("INSERT INTO memory_text (rowid, text) VALUES (2, 'a red apple')");
        Assert.Equal(["m2"], await PhraseAsync(store, "red apple"));

        await RebuildAsync(store);

        Assert.Equal(["m1"], await PhraseAsync(store, "red apple"));
        Assert.Equal(["m2"], await PhraseAsync(store, "green pear"));
        using var raw = OpenRaw();
        Run(raw, "INSERT INTO memory_text (memory_text) VALUES ('integrity-check')");
        Assert.Equal(0L, Run(raw, "SELECT count(*) FROM sqlite_master WHERE name LIKE '%rebuilt%'"));
        Assert.Equal(3L, Run(raw, "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'memory_text_%'"));
    }

    [Fact]
    public async Task Tags_are_written_anew_from_the_records()
    {
        await using var store = Open();
        await WriteAsync(store, "m1", "one", record => record with { Topics = ["travel", "two words"], Entities = ["Łódź"] });
        Tamper("DELETE FROM memory_tag");
        Tamper("INSERT INTO memory_tag (kind, value, memory) VALUES ('t', 'ghost', 1)");

        await RebuildAsync(store);

        Assert.Equal(["m1"], await ListAsync(store, new() { Topics = TagFilter.Equal("two words"), Entities = TagFilter.Equal("Łódź") }));
        Assert.Empty(await ListAsync(store, new() { Topics = TagFilter.Equal("ghost") }));
    }

    [Fact]
    public async Task Vectors_that_cannot_be_their_records_are_dropped()
    {
        var space = new EmbeddingSpace("model", 2);
        await using var store = Open();
        foreach (var id in new[] { "good", "short", "gone" })
        {
            var record = await WriteAsync(store, id, id);
            await store.Search.PutVectorsAsync(AccessScope.Everything, space, [new(record.Key, id, new float[] { 1, 0 })], None);
        }
        Tamper("UPDATE memory_vector SET vector = x'0000' WHERE memory = 2");
        Tamper("DELETE FROM memory WHERE row = 3");

        Assert.Equal(2, await RebuildAsync(store));

        Assert.Equal("good", Assert.Single((await store.Search.NearestAsync(
            AccessScope.Everything, MemoryFilter.None, new(space, new float[] { 1, 0 }), 10, None)).Items).Record.Id);
    }

    [Fact]
    [Trait("Trap", "T43")]
    [Trait("Trap", "T44")]
    public async Task Only_what_differs_is_migrated_and_once()
    {
        await using var store = Open();
        var untouched = await WriteAsync(store, "untouched", "one");
        foreach (var id in new[] { "hash", "flag", "type", "tags" })
            await WriteAsync(store, id, id, record => record with { Topics = ["a"], DiscreteMemoryExtracted = true });
        Tamper("UPDATE memory SET hash = '' WHERE id = 'hash'");
        Tamper("UPDATE memory SET extracted = 'maybe' WHERE id = 'flag'");
        Tamper("UPDATE memory SET memory_type = '' WHERE id = 'type'");
        Tamper("UPDATE memory SET topics = '[\"a, b\", \"c|d\"]', extracted_from = '[\"m1,m2\"]' WHERE id = 'tags'");

        var preview = await store.Maintenance.PreviewMigrationAsync(null, 100, None);
        var counts = await MigrateAsync(store);
        var again = await MigrateAsync(store);

        // Type is part of the content, so its hash changes with it.
        Assert.Equal(new MigrationCounts { Records = 5, Hashes = 2, ExtractionFlags = 1, Types = 1, Tags = 1 }, counts);
        Assert.Equal(counts, preview.Counts);
        Assert.Equal(new MigrationCounts { Records = 5 }, again);
        foreach (var id in new[] { "hash", "flag", "type", "tags" })
        {
            var record = await GetAsync(store, id);
            Assert.Equal(MemoryHash.Compute(record), record.MemoryHash);
            Assert.True(record.DiscreteMemoryExtracted);
        }
        Assert.Equal(MemoryType.Message, (await GetAsync(store, "type")).MemoryType);
        var tags = await GetAsync(store, "tags");
        Assert.Equal(["a", "b", "c|d"], tags.Topics!);
        Assert.Equal(["m1", "m2"], tags.ExtractedFrom!);
        Assert.Equal(["tags"], await ListAsync(store, new() { Topics = TagFilter.Equal("b") }));
        Assert.Equal(untouched.Version, (await GetAsync(store, "untouched")).Version);
    }

    [Fact]
    public async Task A_memory_that_cannot_be_read_is_told_of_and_can_be_deleted()
    {
        await using var store = Open();
        await WriteAsync(store, "good", "one");
        await WriteAsync(store, "bad", "two");
        await WriteAsync(store, "nameless", "three");
        await WriteAsync(store, "bad", "four", record => record with { Namespace = "other" });
        Tamper("UPDATE memory SET topics = 'not json' WHERE id = 'bad'");
        Tamper("UPDATE memory SET id = '' WHERE id = 'nameless'");
        var error = await Assert.ThrowsAsync<StoreIncompatibleException>(() => ListAsync(store, MemoryFilter.None));
        Assert.Contains("delete memory --invalid", error.Message, StringComparison.Ordinal);
        Assert.Equal(new MigrationCounts { Records = 4, Unreadable = 3 }, await MigrateAsync(store));

        Assert.Equal(1, await store.Maintenance.DeleteUnreadableAsync("other", null, 100, None));
        Assert.Equal(1, await store.Maintenance.DeleteUnreadableAsync(null, null, 1, None));
        Assert.Equal(1, await store.Maintenance.DeleteUnreadableAsync(null, "ann", 100, None));

        Assert.Equal(["good"], await ListAsync(store, MemoryFilter.None));
        using var raw = OpenRaw();
        Run(raw, "INSERT INTO memory_text (memory_text) VALUES ('integrity-check')");
    }

    [Fact]
    public async Task A_session_that_cannot_be_read_is_named()
    {
        await using var store = Open();
        await AppendAsync(store, "m1");
        Assert.Empty((await store.Maintenance.CheckSessionsAsync(null, 10, None)).Unreadable);
        Tamper("UPDATE session SET data = '{'");

        var check = await store.Maintenance.CheckSessionsAsync(null, 10, None);

        Assert.Equal(new SessionKey(Ann, "s1"), Assert.Single(check.Unreadable));
        Assert.Null(check.Next);
    }

    private void Tamper(string sql)
    {
        using var raw = OpenRaw();
        Run(raw, sql);
    }

    private static async Task<MemoryRecord> WriteAsync(
        StoreFixture store, string id, string text, Func<MemoryRecord, MemoryRecord>? change = null)
    {
        var record = (change ?? (same => same))(Samples.Record(Ann, id, text));
        await store.LongTerm.UpsertAsync(AccessScope.Everything, [record], new() { OperationId = Ulid.New() }, None);
        return await GetAsync(store, id, record.Namespace);
    }

    private static async Task<MemoryRecord> GetAsync(StoreFixture store, string id, string? @namespace = null) =>
        (await store.LongTerm.FindAsync(AccessScope.Everything, new(id, @namespace), None))!;

    private static Task<string[]> PhraseAsync(StoreFixture store, string phrase) => ListAsync(store, new() { Phrases = [phrase] });

    private static async Task<string[]> ListAsync(StoreFixture store, MemoryFilter filter) =>
        [.. (await store.Search.ListAsync(AccessScope.Everything, filter, 0, 100, None)).Records.Select(record => record.Id)];

    /// <returns>How many vectors were dropped.</returns>
    private static async Task<int> RebuildAsync(StoreFixture store)
    {
        var run = await store.Maintenance.BeginAsync(MaintenanceKind.RebuildIndex, None);
        var dropped = 0;
        RebuildStep step;
        do
        {
            step = await store.Maintenance.RebuildIndexAsync(run, 2, None);
            dropped += step.DroppedVectors;
        }
        while (!step.IsFinished);
        return dropped;
    }

    private static async Task<MigrationCounts> MigrateAsync(StoreFixture store)
    {
        var run = await store.Maintenance.BeginAsync(MaintenanceKind.MigrateRecords, None);
        var counts = default(MigrationCounts);
        MigrationStep step;
        do
        {
            step = await store.Maintenance.MigrateRecordsAsync(run, 2, None);
            counts += step.Counts;
        }
        while (!step.IsFinished);
        return counts;
    }
}
