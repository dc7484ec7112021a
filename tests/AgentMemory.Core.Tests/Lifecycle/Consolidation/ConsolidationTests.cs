using System.Text.Json;
using AgentMemory.Embeddings;
using AgentMemory.LanguageModels;
using AgentMemory.Lifecycle;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tasks;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Lifecycle;

[Trait("Spec", "10.9")]
public sealed class ConsolidationTests
{
    [Fact]
    public async Task Records_that_say_the_same_word_for_word_become_one_without_any_model()
    {
        await using var engine = new Engine();

        await engine.CreateInTurnAsync(
            Memory("a", "User likes coffee", ageDays: 2), Memory("b", "User likes the coffee.", ageDays: 1), Memory("c", "User likes tea"));
        await engine.Periodic<CompactMemories>().RunAsync(CancellationToken.None);

        Assert.Equal(["a", "c"], await engine.IdsAsync());
        var coffee = (await engine.FindAsync("b"))!;
        Assert.Equal(("User likes the coffee.", 1), (coffee.Text, coffee.AccessCount));
        Assert.Equal(MergeReason.Duplicate, Assert.Single(await engine.MergesAsync("a")).Reason);
    }

    [Fact]
    public async Task Without_a_model_a_mere_likeness_merges_nothing()
    {
        await using var engine = new Engine(embedding: new WordEmbeddings().AsModel());

        await engine.CreateInTurnAsync(Memory("a", "User likes coffee"), Memory("b", "User enjoys espresso"));

        Assert.Equal(["a", "b"], await engine.IdsAsync());
    }

    [Fact]
    [Trait("Trap", "T33")]
    [Trait("Trap", "T72")]
    public async Task Records_of_nearly_the_same_meaning_become_one_that_loses_nothing()
    {
        var model = Merging.Model();
        await using var engine = new Engine(Merging.Untagged, new WordEmbeddings().AsModel(), model.Register);
        await engine.CreateInTurnAsync(
            Memory("old", "User likes coffee", ageDays: 9, inactiveDays: 4) with
            {
                AccessCount = 3,
                Topics = ["Drinks"],
                Entities = ["coffee"],
                ExtractedFrom = ["m1"],
                SessionId = "s1",
                Context = "What do you drink?",
                Metadata = Json("""{"a":1,"b":1}"""),
            },
            Memory("new", "User enjoys espresso every morning", ageDays: 1, inactiveDays: 6) with
            {
                AccessCount = 2,
                Topics = ["drinks", "habits"],
                Entities = ["espresso"],
                ExtractedFrom = ["m2"],
                SessionId = "s2",
                Context = "And in the morning?",
                Metadata = Json("""{"b":2}"""),
            });

        var record = await engine.FindAsync("new");
        Assert.Equal(("old", "User enjoys espresso every morning", "s1", 5), (record!.Id, record.Text, record.SessionId, record.AccessCount));
        Assert.Equal((Now.AddDays(-9), Now.AddDays(-4), Now), (record.CreatedAt, record.LastAccessed, record.PersistedAt));
        Assert.Equal(["Drinks", "habits"], record.Topics);
        Assert.Equal(["coffee", "espresso"], record.Entities);
        Assert.Equal(["m1", "m2"], record.ExtractedFrom);
        Assert.Equal("What do you drink?\nAnd in the morning?", record.Context);
        Assert.Equal("""{"a":1,"b":2,"merged_from":["new"],"merged_by":"scripted"}""", record.Metadata.GetRawText());
        Assert.Equal(MemoryHash.Compute(record), record.MemoryHash);
        var merge = Assert.Single(await engine.MergesAsync("new"));
        Assert.Equal((MergeReason.Similar, "scripted"), (merge.Reason, merge.Model));
        Assert.Equal(["User likes coffee", "User enjoys espresso every morning"], merge.Originals.Select(original => original.Text));
        Assert.Equal(["1. (2026-04-22) User likes coffee\n2. (2026-04-30) User enjoys espresso every morning\n"], model.Inputs);
    }

    [Fact]
    public async Task The_merged_text_is_found_by_its_own_vector()
    {
        await using var engine = new Engine(
            Merging.Untagged, new WordEmbeddings().AsModel(), new ScriptedModel(_ => "User likes coffee and espresso").Register);

        await engine.CreateInTurnAsync(Memory("a", "User likes coffee"), Memory("b", "User likes espresso"));

        Assert.Empty(await engine.Get<IMemorySearchIndex>().WithoutVectorAsync(new("words", 6), 10, CancellationToken.None));
        var hits = await engine.Search.SearchAsync(Engine.Everything, new() { Text = "espresso" }, CancellationToken.None);
        Assert.Equal("User likes coffee and espresso", Assert.Single(hits.Memories).Text);
    }

    [Theory]
    [InlineData("User likes coffee with Bob")]
    [InlineData("User likes 3 coffees")]
    [InlineData("User likes coffee and espresso and the many other things that one can make from such beans")]
    public async Task A_text_that_says_more_than_its_sources_merges_nothing(string invented)
    {
        await using var engine = new Engine(
            Merging.Untagged, new WordEmbeddings().AsModel(), new ScriptedModel(_ => invented).Register);

        await engine.CreateInTurnAsync(Memory("a", "User likes coffee"), Memory("b", "User likes espresso"));

        Assert.Equal(["a", "b"], await engine.IdsAsync());
    }

    [Fact]
    [Trait("Spec", "15.13")]
    [Trait("Trap", "T33")]
    public async Task A_chain_of_near_duplicates_does_not_snowball()
    {
        var model = Merging.Model();
        await using var engine = new Engine(Merging.Untagged, new WordEmbeddings().AsModel(), model.Register);

        await engine.CreateUnseenAsync(
            Memory("a", "coffee"), Memory("ab", "coffee tea"), Memory("b", "tea"), Memory("bc", "tea car"), Memory("c", "car"));
        await ConsolidateAsync(engine, "a", "ab", "b", "bc", "c");

        Assert.Equal(5, (await engine.IdsAsync()).Length);
        Assert.Empty(model.Inputs);
    }

    [Fact]
    [Trait("Spec", "15.13")]
    public async Task A_record_that_absorbs_its_neighbours_one_by_one_stops_growing()
    {
        var model = Merging.Model();
        await using var engine = new Engine(Merging.Untagged, new WordEmbeddings().AsModel(), model.Register);

        for (var i = 0; i < 30; i++)
            await engine.CreateInTurnAsync(Memory($"m{i:d2}", $"User had coffee at place {(char)('a' + i % 26)}{i}", ageDays: 30 - i));

        var merged = (await engine.Get<IMemorySearchIndex>().ListAsync(
            Engine.Everything, MemoryFilter.None, 0, 100, CancellationToken.None)).Records;
        Assert.True(merged.Count >= 3);
        Assert.All(merged, record => Assert.True(
            !record.Metadata.TryGetProperty("merged_from", out var ids) || ids.GetArrayLength() <= 10));
    }

    [Fact]
    [Trait("Spec", "15.13")]
    public async Task Documents_are_not_merged()
    {
        var model = Merging.Model();
        await using var engine = new Engine(Merging.Untagged, new WordEmbeddings().AsModel(), model.Register);

        await engine.CreateInTurnAsync(
            Memory("a", "coffee one " + new string('x', 5_000)), Memory("b", "coffee two " + new string('y', 5_000)));

        Assert.Equal(["a", "b"], await engine.IdsAsync());
        Assert.Empty(model.Inputs);
    }

    [Fact]
    [Trait("Spec", "15.13")]
    public async Task A_full_group_is_merged_although_there_are_more_like_it()
    {
        var model = Merging.Model();
        await using var engine = new Engine(Merging.Untagged, new WordEmbeddings().AsModel(), model.Register);
        await engine.CreateUnseenAsync([.. Enumerable.Range(0, 11).Select(i => Memory($"m{i:d2}", $"coffee number {i}"))]);

        await ConsolidateAsync(engine, "m00");

        Assert.Equal(11, Merging.TextsOf(Assert.Single(model.Inputs)).Count());
        Assert.Equal(["m00"], await engine.IdsAsync());
    }

    [Fact]
    [Trait("Trap", "T33")]
    public async Task Owners_types_days_slots_summaries_messages_and_pinned_records_stay_apart()
    {
        var model = Merging.Model();
        await using var engine = new Engine(Merging.Untagged, new WordEmbeddings().AsModel(), model.Register);
        var coffee = Memory("a", "User likes coffee") with { Namespace = "n", UserId = "alice" };
        MemoryRecord[] records =
        [
            coffee,
            coffee with { Id = "other user", UserId = "bob" },
            coffee with { Id = "no user", UserId = null },
            coffee with { Id = "other namespace", Namespace = "x" },
            coffee with { Id = "type", MemoryType = MemoryType.Episodic, EventDate = Now },
            coffee with { Id = "day", MemoryType = MemoryType.Episodic, EventDate = Now.AddDays(1) },
            coffee with { Id = "no day", MemoryType = MemoryType.Episodic },
            coffee with { Id = "message", MemoryType = MemoryType.Message },
            coffee with { Id = "summary", ExtractionStrategy = "summary" },
            coffee with { Id = "slot", Slot = "drink" },
            coffee with { Id = "pinned", Pinned = true, Text = "User enjoys coffee" },
            coffee with { Id = "pinned too", Pinned = true, Text = "User likes espresso" },
        ];

        await engine.Get<ILongTermMemoryStore>().UpsertAsync(
            Engine.Everything, records,
            new() { OperationId = "x", Deduplicate = false, Tasks = engine.Get<MemoryFollowUps>().Of(records, deduplicate: true) },
            CancellationToken.None);
        await engine.RunDueTasksAsync();

        Assert.Equal(records.Select(record => record.Id).Order(StringComparer.Ordinal), await engine.IdsAsync());
        Assert.Empty(model.Inputs);
    }

    [Fact]
    [Trait("Spec", "15.12")]
    public async Task Switched_off_nothing_is_merged_by_meaning()
    {
        var model = Merging.Model();
        await using var engine = new Engine(
            Merging.Untagged with { CompactSemanticDuplicates = false }, new WordEmbeddings().AsModel(), model.Register);

        await engine.CreateInTurnAsync(Memory("a", "User likes coffee"), Memory("b", "user likes coffee."), Memory("c", "User likes espresso"));
        await engine.Periodic<CompactMemories>().RunAsync(CancellationToken.None);
        await engine.Memories.CompactAsync(Engine.Everything, null, null, null, CancellationToken.None);

        Assert.Equal(["a", "b", "c"], await engine.IdsAsync());
        Assert.Empty(model.Inputs);
    }

    [Fact]
    public async Task A_newer_value_of_an_attribute_replaces_the_older_which_stays_recoverable()
    {
        await using var engine = new Engine();
        var home = Memory("oslo", "User lives in Oslo", ageDays: 40) with { Slot = "home", Entities = ["Oslo"], ExtractedFrom = ["m1"], Context = "Then" };

        await engine.ExtractAsync(home);
        await engine.ExtractAsync(Memory("bergen", "User lives in Bergen") with { Slot = "home", Entities = ["Bergen"], ExtractedFrom = ["m2"], Context = "Now" });
        await engine.ExtractAsync(Memory("late", "User lived in Paris", ageDays: 20) with { Slot = "home" });
        await engine.ExtractAsync(Memory("bob", "User lives in Rome") with { Slot = "home", UserId = "bob" });

        var record = await engine.FindAsync("bergen");
        Assert.Equal(("oslo", "User lives in Bergen"), (record!.Id, record.Text));
        Assert.Equal(["Bergen"], record.Entities);
        Assert.Equal("Now", record.Context);
        Assert.Equal(["m1", "m2"], record.ExtractedFrom);
        Assert.Equal(["bob", "oslo"], await engine.IdsAsync());
        var merges = await engine.MergesAsync("late");
        Assert.All(merges, merge => Assert.Equal(MergeReason.Superseded, merge.Reason));
        Assert.Contains("User lives in Oslo", (await engine.AllMergesAsync("oslo")).SelectMany(merge => merge.Originals).Select(original => original.Text));
    }

    [Fact]
    public async Task A_pinned_value_of_an_attribute_is_not_replaced()
    {
        await using var engine = new Engine();
        await engine.ExtractAsync(Memory("oslo", "User lives in Oslo", ageDays: 40) with { Slot = "home", Pinned = true });

        await engine.ExtractAsync(Memory("bergen", "User lives in Bergen") with { Slot = "home" });

        Assert.Equal(["bergen", "oslo"], await engine.IdsAsync());
    }

    [Fact]
    [Trait("Trap", "T72")]
    public async Task An_undone_merge_restores_its_records_which_are_not_merged_again()
    {
        var model = Merging.Model();
        await using var engine = new Engine(Merging.Untagged, new WordEmbeddings().AsModel(), model.Register);
        await engine.CreateInTurnAsync(Memory("a", "User likes coffee", ageDays: 2), Memory("b", "User enjoys espresso", ageDays: 1));
        var merge = Assert.Single(await engine.MergesAsync("a"));

        var restored = await engine.Memories.UndoMergeAsync(Engine.Everything, merge.Id, CancellationToken.None);
        await engine.RunDueTasksAsync();
        await engine.Memories.CompactAsync(Engine.Everything, null, null, null, CancellationToken.None);

        Assert.Equal(["a", "b"], restored.Select(record => record.Id));
        Assert.Equal(["a", "b"], await engine.IdsAsync());
        Assert.Equal(
            ("User likes coffee", "User enjoys espresso"), ((await engine.FindAsync("a"))!.Text, (await engine.FindAsync("b"))!.Text));
        Assert.Empty(await engine.Get<IMemorySearchIndex>().WithoutVectorAsync(new("words", 6), 10, CancellationToken.None));
        Assert.NotNull((await engine.MergesAsync("b"))[0].UndoneAt);
    }

    [Fact]
    public async Task Undoing_a_merge_that_is_not_there_says_so()
    {
        await using var engine = new Engine();

        var refusal = await Assert.ThrowsAsync<Errors.NotFoundException>(
            () => engine.Memories.UndoMergeAsync(Engine.Everything, "nope", CancellationToken.None));

        Assert.Equal("Merge with ID nope not found", refusal.Message);
    }

    [Fact]
    [Trait("Trap", "T58")]
    public async Task Two_workers_on_overlapping_groups_end_like_one()
    {
        for (var round = 0; round < 5; round++)
        {
            var model = Merging.Model();
            await using var engine = new Engine(Merging.Untagged, new WordEmbeddings().AsModel(), model.Register);
            string[] ids = ["a", "b", "c", "d"];
            await engine.CreateUnseenAsync([.. ids.Select((id, i) => Memory(id, $"coffee {id}", ageDays: 9 - i))]);

            await Task.WhenAll(ids.Select(id => Task.Run(() => ConsolidateAsync(engine, id))));

            Assert.Equal(["a"], await engine.IdsAsync());
            foreach (var id in ids)
                Assert.Equal("a", (await engine.FindAsync(id))!.Id);
            Assert.Equal("coffee d", (await engine.FindAsync("a"))!.Text);
            Assert.Single(await engine.MergesAsync("a"));
        }
    }

    [Theory]
    [Trait("Trap", "T33")]
    [Trait("Trap", "T71")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_crash_before_or_after_the_merge_loses_nothing_and_repeating_has_no_second_effect(bool before)
    {
        var model = Merging.Model();
        await using var engine = new Engine(Merging.Untagged, new WordEmbeddings().AsModel(), model.Register);
        await engine.CreateUnseenAsync(Memory("a", "User likes coffee", ageDays: 2), Memory("b", "User enjoys espresso", ageDays: 1));
        var crash = new IOException("The process dies here");
        var dying = new HookedMemories(engine.Get<ILongTermMemoryStore>())
        {
            BeforeMerge = _ => before ? Task.FromException(crash) : Task.CompletedTask,
            AfterMerge = () => Task.FromException(crash),
        };
        await Assert.ThrowsAsync<IOException>(() => On(engine, dying).RunAsync(new(default, "b"), 0.35, CancellationToken.None));
        Assert.Equal(before ? ["a", "b"] : ["a"], await engine.IdsAsync());

        await ConsolidateAsync(engine, "b", "a", "b");
        await engine.Periodic<EmbedBacklog>().RunAsync(CancellationToken.None);

        Assert.Equal(["a"], await engine.IdsAsync());
        Assert.Single(await engine.MergesAsync("a"));
        Assert.Empty(await engine.Get<IMemorySearchIndex>().WithoutVectorAsync(new("words", 6), 10, CancellationToken.None));
    }

    [Fact]
    [Trait("Trap", "T58")]
    public async Task An_edit_that_comes_between_is_seen_before_anything_is_merged()
    {
        var model = Merging.Model();
        await using var engine = new Engine(Merging.Untagged, new WordEmbeddings().AsModel(), model.Register);
        await engine.CreateUnseenAsync(Memory("a", "User likes coffee", ageDays: 2), Memory("b", "User enjoys espresso", ageDays: 1));
        var edits = 0;
        var hooked = new HookedMemories(engine.Get<ILongTermMemoryStore>())
        {
            BeforeMerge = _ => edits++ > 0 ? Task.CompletedTask : engine.Memories.UpdateAsync(
                Engine.Everything, new("a"), new() { Pinned = true }, WriteCondition.None, CancellationToken.None),
        };

        await On(engine, hooked).RunAsync(new(default, "b"), 0.35, CancellationToken.None);

        Assert.Equal(["a", "b"], await engine.IdsAsync());
        Assert.True((await engine.FindAsync("a"))!.Pinned);
    }

    [Fact]
    [Trait("Trap", "T71")]
    public async Task A_model_that_is_down_fails_the_task_and_merging_is_made_up_for()
    {
        var model = Merging.Model();
        model.Down = true;
        await using var engine = new Engine(Merging.Untagged, new WordEmbeddings().AsModel(), model.Register);
        await engine.CreateUnseenAsync(Memory("a", "User likes coffee"), Memory("b", "User enjoys espresso"));
        await Assert.ThrowsAsync<ModelException>(() => ConsolidateAsync(engine, "a"));

        model.Down = false;
        await ConsolidateAsync(engine, "a");

        Assert.Single(await engine.IdsAsync());
    }

    private static async Task ConsolidateAsync(Engine engine, params string[] ids)
    {
        foreach (var id in ids)
            await engine.Get<Consolidation>().RunAsync(new(default, id), 0.35, CancellationToken.None);
    }

    private static Consolidation On(Engine engine, ILongTermMemoryStore store) => new(
        store, engine.Get<Superseding>(), engine.Get<EqualTexts>(), engine.Get<SimilarRecords>(), engine.Get<MergedTextWriter>(),
        engine.Get<MemoryFollowUps>(), engine.Get<ITaskQueue>(), engine.Get<EngineOptions>(), engine.Time);

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;
}
