using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance.Reference;
using AgentMemory.Search;
using static AgentMemory.Tests.Maintenance.Reference.ScriptedReference;

namespace AgentMemory.Tests.Maintenance.Reference;

[Trait("Spec", "11.2")]
public sealed class MemoryMigrationTests : IAsyncDisposable
{
    private readonly Engine _engine = new();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task A_hash_becomes_a_record_with_everything_it_says()
    {
        var item = Memory(
            "m1", ("session_id", "s1"), ("topics", "travel,food"), ("entities", "Lyon"), ("extracted_from", "a,b"), ("pinned", "1"),
            ("access_count", "7"), ("last_accessed", "1769857200"), ("updated_at", "1769853661.123456"), ("persisted_at", "1769853602.5"),
            ("event_date", "1700000000.0"), ("memory_type", "episodic"), ("extraction_strategy", "custom"),
            ("extraction_strategy_config", """{"custom_prompt": "List facts"}"""), ("metadata", """{"source": "crm"}"""),
            ("memory_hash", "stale"));

        var report = await MigrateAsync(_engine, new ScriptedReference(item));

        Assert.Equal((1, 1), (report.Memories.Found, report.Memories.Migrated));
        Assert.Empty(report.Memories.Repaired);
        var record = await FindAsync("m1");
        Assert.Equal(
            ("Text of m1", "s1", "ann", "shop", true, 7, MemoryType.Episodic, true, "custom"),
            (record.Text, record.SessionId, record.UserId, record.Namespace, record.Pinned, record.AccessCount, record.MemoryType,
                record.DiscreteMemoryExtracted, record.ExtractionStrategy));
        var created = DateTimeOffset.FromUnixTimeSeconds(1769853600);
        Assert.Equal(
            (created, created.AddHours(1), created.AddMinutes(1).AddMicroseconds(1_123_456), created.AddMilliseconds(2500),
                DateTimeOffset.FromUnixTimeSeconds(1700000000)),
            (record.CreatedAt, record.LastAccessed, record.UpdatedAt, record.PersistedAt, record.EventDate));
        Assert.Equal((["travel", "food"], ["Lyon"], ["a", "b"]), (record.Topics, record.Entities, record.ExtractedFrom), Lists);
        Assert.Equal("List facts", record.ExtractionStrategyConfig.GetProperty("custom_prompt").GetString());
        Assert.Equal("crm", record.Metadata.GetProperty("source").GetString());
    }

    [Fact]
    [Trait("Trap", "T43")]
    [Trait("Trap", "T59")]
    public async Task The_hash_is_computed_whether_there_is_one_or_not()
    {
        await MigrateAsync(_engine, new ScriptedReference(Memory("m1"), Memory("m2", ("memory_hash", "stale"))));

        Assert.All(
            [await FindAsync("m1"), await FindAsync("m2")],
            record => Assert.Equal(MemoryHash.Compute(record), record.MemoryHash));
    }

    [Theory]
    [InlineData("one,two", "one", "two")]
    [InlineData("one|two", "one", "two")]
    [InlineData(" one | two ,, three|", "one", "two", "three")]
    [InlineData("one,one", "one")]
    [InlineData("")]
    [Trait("Spec", "11.3")]
    public async Task Tags_are_split_at_commas_and_at_the_pipes_of_older_versions(string written, params string[] tags)
    {
        await MigrateAsync(_engine, new ScriptedReference(Memory("m1", ("topics", written), ("extracted_from", written))));

        var record = await FindAsync("m1");
        Assert.Equal((tags, tags), (record.Topics, record.ExtractedFrom), Lists);
    }

    [Theory]
    [InlineData("2026-01-31T10:00:00")]
    [InlineData("2026-01-31 10:00:00+00:00")]
    [InlineData("2026-01-31T12:00:00+02:00")]
    [InlineData("1769853600")]
    [Trait("Trap", "T6")]
    [Trait("Trap", "T46")]
    public async Task Times_are_seconds_or_ISO_texts_and_without_a_zone_UTC(string written)
    {
        await MigrateAsync(_engine, new ScriptedReference(Memory("m1", ("created_at", written), ("event_date", written))));

        var record = await FindAsync("m1");
        var expected = new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero);
        Assert.Equal((expected, expected), (record.CreatedAt, record.EventDate));
    }

    [Fact]
    [Trait("Spec", "10.15")]
    [Trait("Trap", "T44")]
    public async Task What_older_versions_left_out_is_put_right_and_told()
    {
        var report = await MigrateAsync(_engine, new ScriptedReference(
            Memory("k1", ("id_", null), ("memory_type", null), ("discrete_memory_extracted", null)),
            Memory("k2", ("id_", "told"), ("memory_type", "preference"), ("metadata", "{broken"), ("created_at", "yesterday"),
                ("access_count", "many"), ("pinned", "perhaps"), ("updated_at", null))));

        Assert.Equal(2, report.Memories.Migrated);
        var first = await FindAsync("k1");
        Assert.Equal((MemoryType.Message, true), (first.MemoryType, first.DiscreteMemoryExtracted));
        var second = await FindAsync("told");
        Assert.Equal((MemoryType.Message, "{}", second.LastAccessed, 0, false), (
            second.MemoryType, second.Metadata.GetRawText(), second.CreatedAt, second.AccessCount, second.Pinned));
        Assert.Equal(
            new Dictionary<string, long>
            {
                ["`access_count` could not be used and was left out"] = 1,
                ["`created_at` could not be used and was left out"] = 1,
                ["`metadata` could not be used and was left out"] = 1,
                ["`pinned` could not be used and was left out"] = 1,
                ["a missing mark of extraction became `t`"] = 1,
                ["a missing or unknown type became `message`"] = 2,
            },
            report.Memories.Repaired);
    }

    [Fact]
    [Trait("Trap", "T38")]
    public async Task Remains_of_deleted_memories_are_left_behind_and_what_cannot_be_read_is_named()
    {
        var orphan = new ReferenceMemory(
            "memory_idx:gone", "gone", new Dictionary<string, string> { ["last_accessed"] = "1769853600", ["access_count"] = "2" });

        var report = await MigrateAsync(_engine, new ScriptedReference(
            orphan, Memory("m1", ("text", null)), new ReferenceUnreadable("memory_idx:m2", ReferenceKind.Memory, "is no hash"), Memory("m3")));

        Assert.Equal((4, 1, 2), (report.Memories.Found, report.Memories.Migrated, report.Memories.Unreadable));
        Assert.Equal(1, Assert.Single(report.Memories.Skipped).Value);
        Assert.Equal(
            [new("memory_idx:m1", "has no text"), new("memory_idx:m2", "is no hash")],
            report.Memories.UnreadableKeys.OrderBy(unreadable => unreadable.Key));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    [Trait("Trap", "T7")]
    [Trait("Trap", "T32")]
    public async Task Owners_are_kept_exactly_and_one_id_of_two_owners_is_two_memories()
    {
        await MigrateAsync(_engine, new ScriptedReference(
            Memory("k1", ("id_", "m1"), ("user_id", "Alice")), Memory("k2", ("id_", "m1"), ("user_id", "alice")),
            Memory("k3", ("id_", "m1"), ("user_id", "a,b"), ("namespace", ""))));

        var owners = await ScanAsync();
        Assert.Equal(["-/a,b", "shop/Alice", "shop/alice"], owners.Select(record => record.Owner.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Trap", "T61")]
    public async Task Memories_that_are_facts_cause_no_work_and_messages_nobody_read_are_extracted()
    {
        await MigrateAsync(_engine, new ScriptedReference(
            Memory("fact", ("discrete_memory_extracted", "f")), Memory("seen", ("memory_type", "message")),
            Memory("promoted", ("memory_type", "message"), ("extraction_strategy", "message"), ("session_id", "s1"),
                ("discrete_memory_extracted", "f"))));
        Assert.Equal(0, (await _engine.Queue.CountAsync(CancellationToken.None)).Queued);

        await MigrateAsync(_engine, new ScriptedReference(
            Memory("said", ("memory_type", "message"), ("text", "user: I live in Oslo"), ("discrete_memory_extracted", "f"))));
        Assert.Equal(1, (await _engine.Queue.CountAsync(CancellationToken.None)).Queued);
    }

    [Fact]
    public async Task Vectors_are_kept_when_it_is_said_what_they_are_of()
    {
        var source = new ScriptedReference(Memory("m1"), Memory("m2"), Memory("m3"), Memory("m4"), Memory("m5"), Memory("m6"));
        source.Vectors["memory_idx:m1"] = [3, 4];
        source.Vectors["memory_idx:m2"] = [1, 2, 3];
        source.Vectors["memory_idx:m3"] = [0, 0];
        source.Vectors["memory_idx:m4"] = [float.NaN, 1];
        source.Vectors["memory_idx:m5"] = [float.MaxValue, float.MaxValue];

        var report = await MigrateAsync(
            _engine, source, options => options with { EmbeddingModel = "words", EmbeddingDimensions = 2 });

        Assert.Equal(new VectorReport("words", Migrated: 1, Missing: 1, Unusable: 4), report.Vectors);
        Assert.Equal(6, report.Memories.Migrated);
        var space = new EmbeddingSpace("words", 2);
        var vectors = await _engine.Get<IMemorySearchIndex>().VectorsAsync(
            Engine.Everything, [(await FindAsync("m1")).Key], space, CancellationToken.None);
        Assert.Equal([0.6f, 0.8f], vectors.Values.Single().ToArray());
        Assert.Equal(5, (await _engine.Get<IMemorySearchIndex>().WithoutVectorAsync(space, 10, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Vectors_are_fetched_of_missing_memories_only_and_not_at_all_unless_wanted()
    {
        var source = new ScriptedReference(Memory("m1"), Memory("m2"));
        source.Vectors["memory_idx:m2"] = [1, 0];
        Assert.Null((await MigrateAsync(_engine, new ScriptedReference(Memory("m1")))).Vectors.Model);

        await MigrateAsync(_engine, source, options => options with { EmbeddingModel = "words" });
        Assert.Equal(["memory_idx:m2"], source.Fetched);

        await MigrateAsync(_engine, source, options => options with { EmbeddingModel = "words" });
        Assert.Single(source.Fetched);
    }

    private static bool Lists(
        (IReadOnlyList<string>?, IReadOnlyList<string>?) one, (IReadOnlyList<string>?, IReadOnlyList<string>?) other) =>
        one.Item1!.SequenceEqual(other.Item1!) && one.Item2!.SequenceEqual(other.Item2!);

    private static bool Lists(
        (IReadOnlyList<string>?, IReadOnlyList<string>?, IReadOnlyList<string>?) one,
        (IReadOnlyList<string>?, IReadOnlyList<string>?, IReadOnlyList<string>?) other) =>
        Lists((one.Item1, one.Item2), (other.Item1, other.Item2)) && one.Item3!.SequenceEqual(other.Item3!);

    private async Task<MemoryRecord> FindAsync(string id) =>
        await _engine.FindAsync(id) ?? throw new InvalidOperationException($"{id} was not migrated");

    private async Task<IReadOnlyList<MemoryRecord>> ScanAsync() => (await _engine.Get<ILongTermMemoryStore>().ScanAsync(
        Engine.Everything, MemoryFilter.None, null, 100, CancellationToken.None)).Records;

    private async Task<int> CountAsync() => (await ScanAsync()).Count;
}
