using AgentMemory.Errors;
using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Search;
using AgentMemory.Storage.Conformance;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>What maintenance makes of a store that somebody else wrote to.</summary>
[Trait("Spec", "10.15")]
public sealed class MaintenanceTests : RedisSearchTests
{
    [Fact]
    public async Task An_index_that_lies_is_mended()
    {
        await UpsertAsync(
            Samples.Record(Ann, "m1", "a red apple") with { Topics = ["travel", "two words"], Entities = ["Łódź"] },
            Samples.Record(Ann, "m2", "a green pear"));
        await TamperAsync("m1", "_terms", "nothing", "_topics", "ghost", "_entities", "n");
        await Database.KeyDeleteAsync(Key("m2"));
        await TamperAsync("m3", "_terms", "a red apple");
        Assert.Equal(0, (await Store.Search.ListAsync(AccessScope.Everything, new() { Phrases = ["green pear"] }, 0, 9, default)).Total);

        await RebuildAsync();

        Assert.Equal(["m1"], await ListAsync(new() { Topics = TagFilter.Equal("two words"), Entities = TagFilter.Equal("Łódź") }));
        Assert.Single(
            (RedisResult[])(await Database.ExecuteAsync("FT._LIST"))!, name => ((string)name!).StartsWith(Root, StringComparison.Ordinal));
        await Database.KeyDeleteAsync(Key("m3"));
        Assert.Equal(["m1"], await ListAsync(new() { Phrases = ["red apple"] }));
    }

    [Fact]
    public async Task A_record_that_the_index_refused_is_found_again()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"), Samples.Record(Ann, "m2"));
        await PutAsync(Plane, (Samples.Record(Ann, "m1"), [1, 0]), (Samples.Record(Ann, "m2"), [1, 0]));
        var field = (await Database.HashKeysAsync(Key("m1"))).Single(name => ((string)name!).StartsWith("_vector_", StringComparison.Ordinal));
        await TamperAsync("m1", field, "short");
        Assert.Equal(["m2"], await ListAsync(MemoryFilter.None));

        Assert.Equal(1, await RebuildAsync());

        Assert.Equal(["m1", "m2"], await ListAsync(MemoryFilter.None));
        Assert.Equal(["m2"], await NearestAsync());
        Assert.Equal(["m1"], (await Store.Search.WithoutVectorAsync(Plane, 10, default)).Select(record => record.Id));
    }

    [Fact]
    public async Task Vectors_of_a_space_the_record_does_not_name_are_dropped()
    {
        var record = Samples.Record(Ann, "m1");
        await UpsertAsync(record);
        await PutAsync(Plane, (record, [1, 0]));
        await TamperAsync("m1", "_space", "n");

        Assert.Equal(1, await RebuildAsync());

        Assert.Empty(await NearestAsync());
        await PutAsync(Plane, (record, [1, 0]));
        Assert.Equal(["m1"], await NearestAsync());
        Assert.Equal(0, await RebuildAsync());
        Assert.Equal(["m1"], await NearestAsync());
    }

    [Fact]
    [Trait("Trap", "T43")]
    [Trait("Trap", "T44")]
    public async Task Only_what_differs_is_migrated_and_once()
    {
        string[] ids = ["hash", "flag", "type", "tags"];
        await UpsertAsync(
            [Samples.Record(Ann, "untouched"), .. ids.Select(id => Samples.Record(Ann, id) with { Topics = ["a"], DiscreteMemoryExtracted = true })]);
        var untouched = await GetAsync("untouched");
        await TamperAsync("hash", "hash", "");
        await TamperAsync("flag", "extracted", "maybe");
        await TamperAsync("type", "memory_type", "");
        await TamperAsync("tags", "topics", """["a, b","c|d"]""", "extracted_from", """["m1,m2"]""");

        var preview = await Store.Maintenance.PreviewMigrationAsync(null, 100, default);
        var counts = await MigrateAsync();
        var again = await MigrateAsync();

        // Type is part of the content, so its hash changes with it.
        Assert.Equal(new MigrationCounts { Records = 5, Hashes = 2, ExtractionFlags = 1, Types = 1, Tags = 1 }, counts);
        Assert.Equal(counts, preview.Counts);
        Assert.Equal(new MigrationCounts { Records = 5 }, again);
        foreach (var id in ids)
        {
            var record = await GetAsync(id);
            Assert.Equal(MemoryHash.Compute(record), record.MemoryHash);
            Assert.True(record.DiscreteMemoryExtracted);
        }

        Assert.Equal(MemoryType.Message, (await GetAsync("type")).MemoryType);
        var tags = await GetAsync("tags");
        Assert.Equal(["a", "b", "c|d"], tags.Topics!);
        Assert.Equal(["m1", "m2"], tags.ExtractedFrom!);
        Assert.Equal(["tags"], await ListAsync(new() { Topics = TagFilter.Equal("b") }));
        Assert.Equal(untouched.Version, (await GetAsync("untouched")).Version);
    }

    [Fact]
    public async Task A_memory_that_cannot_be_read_is_told_of_and_can_be_deleted()
    {
        await UpsertAsync(
            Samples.Record(Ann, "good"), Samples.Record(Ann, "bad"), Samples.Record(Ann, "nameless"),
            Samples.Record(new("other", "ann"), "bad"));
        await TamperAsync("bad", "topics", "not json");
        await Database.HashSetAsync(Root + "memory:other:ann:bad", "version", "yesterday");
        await TamperAsync("nameless", "id", "");
        var error = await Assert.ThrowsAsync<StoreIncompatibleException>(() => ListAsync(MemoryFilter.None));
        Assert.Contains("delete memory --invalid", error.Message, StringComparison.Ordinal);
        Assert.Equal(new MigrationCounts { Records = 4, Unreadable = 3 }, await MigrateAsync());

        Assert.Equal(1, await Store.Maintenance.DeleteUnreadableAsync("other", null, 100, default));
        Assert.Equal(1, await Store.Maintenance.DeleteUnreadableAsync(null, null, 1, default));
        Assert.Equal(1, await Store.Maintenance.DeleteUnreadableAsync(null, "ann", 100, default));

        Assert.Equal(["good"], await ListAsync(MemoryFilter.None));
        Assert.Empty(await Store.Maintenance.FindMemoriesAsync("bad", default));
        Assert.Equal(new MigrationCounts { Records = 1 }, await MigrateAsync());
    }

    [Fact]
    public async Task A_session_that_cannot_be_read_is_named()
    {
        await Store.WorkingMemory.AppendAsync(
            AccessScope.Everything, new() { Key = new(Ann, "s1"), Messages = [Samples.Message("m1")] }, WriteCondition.None, [], default);
        Assert.Empty((await Store.Maintenance.CheckSessionsAsync(null, 10, default)).Unreadable);
        await Database.HashSetAsync(Root + "session:tests:ann:s1", "data", "{");

        var check = await Store.Maintenance.CheckSessionsAsync(null, 10, default);

        Assert.Equal(new SessionKey(Ann, "s1"), Assert.Single(check.Unreadable));
        Assert.Null(check.Next);
    }

    private string Key(string id) => $"{Root}memory:tests:ann:{id}";

    private Task TamperAsync(string id, params RedisValue[] fields) =>
        Database.HashSetAsync(Key(id), [.. fields.Chunk(2).Select(pair => new HashEntry(pair[0], pair[1]))]);

    private async Task<MemoryRecord> GetAsync(string id) => (await Store.LongTerm.FindAsync(AccessScope.Everything, new(id), default))!;

    /// <returns>How many vectors were dropped.</returns>
    private async Task<int> RebuildAsync()
    {
        var run = await Store.Maintenance.BeginAsync(MaintenanceKind.RebuildIndex, default);
        var dropped = 0;
        RebuildStep step;
        do
        {
            step = await Store.Maintenance.RebuildIndexAsync(run, 2, default);
            dropped += step.DroppedVectors;
        }
        while (!step.IsFinished);
        return dropped;
    }

    private async Task<MigrationCounts> MigrateAsync()
    {
        var run = await Store.Maintenance.BeginAsync(MaintenanceKind.MigrateRecords, default);
        var counts = default(MigrationCounts);
        MigrationStep step;
        do
        {
            step = await Store.Maintenance.MigrateRecordsAsync(run, 2, default);
            counts += step.Counts;
        }
        while (!step.IsFinished);
        return counts;
    }
}
