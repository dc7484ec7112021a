using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Search;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Conformance.Maintenance;

/// <summary>What <see cref="IStoreImport"/> promises.</summary>
public abstract class StoreImportConformance : StoreConformance
{
    private static readonly EmbeddingSpace Plane = new("plane", 2);

    private static readonly SessionKey Key = new(Ann, "s1");

    private IStoreImport Import => Store.Import;

    [Fact]
    [Trait("Spec", "11.1")]
    public async Task A_session_is_taken_over_as_it_is_flags_times_and_the_rest_of_its_ttl_included()
    {
        var session = Session(
            Samples.Message("m1") with { DiscreteMemoryExtracted = true, PersistedAt = Samples.Then.AddHours(1) },
            Samples.Message("m2", role: "assistant") with { Metadata = Samples.JsonObject("""{"source":"tool"}""") }) with
        {
            Memories = [Samples.FullRecord(Ann, "mem1") with { Slot = null, Context = null }, Samples.Record(Nobody, "mem2")],
            Data = Samples.JsonObject("""{"step":{"n":[1,null]},"żółw":"日本"}"""),
            Context = "They spoke of travelling.",
            Tokens = 77,
            Strategy = new() { Strategy = "summary", Config = Samples.JsonObject("""{"max_summary_length":20}""") },
            TtlSeconds = 3600,
            ExpiresAt = Clock.Now.AddSeconds(90),
        };

        Assert.Equal([ImportOutcome.New], await ImportAsync(session));

        var stored = await FindAsync(Store) ?? throw new InvalidOperationException("The session is not there");
        Assert.Equal(
            session.Messages.Select(message => message with { Metadata = null }),
            stored.Messages.Select(message => message with { Metadata = null }));
        Same.Json(session.Messages[1].Metadata!.Value, stored.Messages[1].Metadata!.Value);
        Assert.Equal(2, stored.Memories.Count);
        Same.Record(session.Memories[0], stored.Memories[0]);
        Same.Record(session.Memories[1], stored.Memories[1]);
        Same.Json(session.Data, stored.Data);
        Same.Json(session.Strategy.Config, stored.Strategy.Config);
        Assert.Equal(
            (session.Key, session.Context, session.Tokens, "summary", session.TtlSeconds, session.ExpiresAt, session.CreatedAt,
                session.UpdatedAt, session.LastAccessed),
            (stored.Key, stored.Context, stored.Tokens, stored.Strategy.Strategy, stored.TtlSeconds, stored.ExpiresAt, stored.CreatedAt,
                stored.UpdatedAt, stored.LastAccessed));
        Assert.True(stored.Version > 0);
        Assert.Equal(stored.Version, (await FindAsync(await OtherClientAsync()))!.Version);

        Clock.Advance(TimeSpan.FromSeconds(91));
        Assert.Null(await FindAsync(Store));
    }

    [Fact]
    [Trait("Trap", "T67")]
    public async Task What_was_seen_stays_seen_when_a_client_goes_on_with_the_session()
    {
        var seen = Samples.Message("m1") with { DiscreteMemoryExtracted = true, PersistedAt = Samples.Then };
        await ImportAsync(Session(seen) with { Memories = [Samples.Record(Ann, "mem") with { PersistedAt = Samples.Then }] });

        await Store.WorkingMemory.PutAsync(
            Everything,
            new() { Key = Key, Messages = [Samples.Message("m1"), Samples.Message("m2")], Memories = [Samples.Record(Ann, "mem")] },
            WriteCondition.None, [], None);

        var session = await FindAsync(Store);
        Assert.Equal([seen, Samples.Message("m2")], session!.Messages);
        Assert.Equal(Samples.Then, session.Memories[0].PersistedAt);
        Assert.Equal(
            ["m2"], (await Store.WorkingMemory.FindUnextractedAsync(OnlyAnn, Key, None))!.Session!.Messages
                .Where(message => !message.DiscreteMemoryExtracted).Select(message => message.Id));
    }

    [Fact]
    public async Task A_session_that_is_there_is_left_alone()
    {
        var session = Session(Samples.Message("m1"));
        await ImportAsync(session, NewTask(Ann, key: "first"));
        var before = (await FindAsync(Store))!;
        var last = await LastEventAsync();

        Assert.Equal([ImportOutcome.Same], await ImportAsync(session with { Tokens = 5, TtlSeconds = 1 }, NewTask(Ann, key: "second")));
        Assert.Equal([ImportOutcome.Different], await ImportAsync(session with { Context = "other" }));
        Assert.Equal([ImportOutcome.Different], await ImportAsync(Session(Samples.Message("m1", "edited"))));

        Assert.Equal((before.Version, before.Tokens, before.TtlSeconds), await FindAsync(Store) is { } after
            ? (after.Version, after.Tokens, after.TtlSeconds) : default);
        Assert.Empty(await EventKindsAsync(last));
        Assert.Equal(1, (await Store.Tasks.CountAsync(None)).Queued);
    }

    [Fact]
    public async Task An_expired_session_makes_room()
    {
        await ImportAsync(Session(Samples.Message("old")) with { TtlSeconds = 10, ExpiresAt = Clock.Now.AddSeconds(10) });
        Clock.Advance(TimeSpan.FromSeconds(11));
        var session = Session(Samples.Message("new"));

        Assert.Equal([ImportOutcome.New], await Import.ImportSessionsAsync([new(session, [])], dryRun: true, None));
        Assert.Equal([ImportOutcome.New], await ImportAsync(session));

        Assert.Equal(["new"], (await FindAsync(Store))!.Messages.Select(message => message.Id));
    }

    [Fact]
    public async Task Sessions_are_listed_and_logged_and_their_tasks_queued()
    {
        var other = Session(Samples.Message("m1")) with { Key = new(Bob, "s1") };

        await Import.ImportSessionsAsync(
            [new(Session(Samples.Message("m1")), [NewTask(Ann)]), new(other, []), new(other, [NewTask(Bob)])], dryRun: false, None);

        var listed = await Store.WorkingMemory.ListAsync(Everything, new SessionListing(null, null, 10, 0), None);
        Assert.Equal(2, listed.Total);
        Assert.Equal([EventKinds.SessionPut, EventKinds.SessionPut], await EventKindsAsync());
        Assert.Equal(1, (await Store.Tasks.CountAsync(None)).Queued);
    }

    [Fact]
    [Trait("Spec", "11.2")]
    [Trait("Trap", "T59")]
    public async Task A_memory_is_taken_over_as_it_is_with_a_hash_of_its_own()
    {
        var full = Samples.FullRecord(Ann, "m1") with { MemoryHash = "forged" };
        var plain = Samples.Record(Nobody, "m2") with { PersistedAt = null };

        Assert.Equal([ImportOutcome.New, ImportOutcome.New], await ImportAsync(full, plain));

        foreach (var expected in (MemoryRecord[])[full, plain])
        {
            var stored = await Store.LongTerm.FindAsync(AccessScope.Of(expected.Owner), expected.Key.AsLookup(), None);
            Same.Record(expected with { MemoryHash = MemoryHash.Compute(expected) }, stored!);
            Assert.True(stored!.Version > 0);
        }

        Assert.Equal(["m1"], await ListIdsAsync(new() { Topics = TagFilter.Equal("travel") }));
        Assert.Equal(["m1"], await ListIdsAsync(new() { Phrases = ["moved to lyon"] }));
        Assert.Equal([EventKinds.MemoryCreated, EventKinds.MemoryCreated], await EventKindsAsync());
    }

    [Fact]
    public async Task A_memory_that_is_there_is_left_alone_and_so_is_one_that_was_merged()
    {
        var record = Samples.Record(Ann, "m1");
        await ImportAsync(record, Samples.Record(Ann, "twin", record.Text));
        await Store.LongTerm.AbsorbAsync(Everything, record.Key, [new(Ann, "twin")], None);
        var version = (await Store.LongTerm.FindAsync(Everything, new("m1"), None))!.Version;
        var last = await LastEventAsync();

        Assert.Equal(
            [ImportOutcome.Same, ImportOutcome.Different, ImportOutcome.Same],
            await ImportAsync(record with { Pinned = true }, record with { Text = "edited" }, Samples.Record(Ann, "twin", record.Text)));

        var after = await Store.LongTerm.FindAsync(Everything, new("m1"), None);
        Assert.Equal((version, false, record.Text), (after!.Version, after.Pinned, after.Text));
        Assert.Equal("m1", (await Store.LongTerm.FindAsync(Everything, new("twin"), None))!.Id);
        Assert.Empty(await EventKindsAsync(last));
    }

    [Fact]
    public async Task Memories_of_the_same_content_or_id_are_not_merged()
    {
        await ImportAsync(
            Samples.Record(Ann, "m1", "same"), Samples.Record(Ann, "m2", "same"), Samples.Record(Bob, "m1", "same"));

        Assert.Equal(3, await Store.LongTerm.CountAsync(Everything, MemoryFilter.None, None));
        Assert.Equal(3, await Store.LongTerm.CountAsync(Everything, new() { Consolidated = false }, None));
    }

    [Fact]
    public async Task A_vector_comes_with_its_memory_and_only_with_it()
    {
        MemoryRecord[] records = [Samples.Record(Ann, "m1"), Samples.Record(Ann, "m2"), Samples.Record(Bob, "m3")];
        MemoryImport[] imports = [
            new(records[0], []) { Vector = new(Plane, new float[] { 3, 4 }) },
            new(records[1], []),
            new(records[2], []) { Vector = new(Plane, new float[] { -2, 0 }) },
        ];

        await Import.ImportMemoriesAsync(imports, dryRun: false, None);
        await Import.ImportMemoriesAsync(
            [imports[0] with { Vector = new(Plane, new float[] { 1, 0 }) }, imports[1] with { Vector = imports[0].Vector }], dryRun: false, None);

        var vectors = await Store.Search.VectorsAsync(Everything, [.. records.Select(record => record.Key)], Plane, None);
        Assert.Equal(2, vectors.Count);
        Assert.Equal([0.6f, 0.8f], vectors[records[0].Key].ToArray());
        Assert.Equal([-1f, 0f], vectors[records[2].Key].ToArray());
        Assert.Equal(["m2"], (await Store.Search.WithoutVectorAsync(Plane, 10, None)).Select(record => record.Id));
        var nearest = await Store.Search.NearestAsync(Everything, MemoryFilter.None, new(Plane, new float[] { 1, 1 }), 1, None);
        Assert.Equal("m1", nearest.Items[0].Record.Id);
    }

    [Fact]
    public async Task A_dry_run_tells_the_same_and_changes_nothing()
    {
        await ImportAsync(Session(Samples.Message("m1")));
        await ImportAsync(Samples.Record(Ann, "m1"));
        var last = await LastEventAsync();

        var sessions = await Import.ImportSessionsAsync(
            [
                new(Session(Samples.Message("m1")), [NewTask(Ann)]), new(Session(Samples.Message("m2")), []),
                new(Session() with { Key = new(Ann, "s2") }, []),
            ],
            dryRun: true, None);
        var memories = await Import.ImportMemoriesAsync(
            [
                new(Samples.Record(Ann, "m1"), [NewTask(Ann)]), new(Samples.Record(Ann, "m1", "other"), []),
                new(Samples.Record(Ann, "m2"), []),
            ],
            dryRun: true, None);

        ImportOutcome[] expected = [ImportOutcome.Same, ImportOutcome.Different, ImportOutcome.New];
        Assert.Equal(expected, sessions);
        Assert.Equal(expected, memories);
        Assert.Empty(await EventKindsAsync(last));
        Assert.Equal(1, await Store.LongTerm.CountAsync(Everything, MemoryFilter.None, None));
        Assert.Equal(0, (await Store.Tasks.CountAsync(None)).Queued);
    }

    [Fact]
    public async Task Two_that_import_the_same_at_once_write_it_once()
    {
        var other = await OtherClientAsync();
        MemoryImport[] memories = [.. Enumerable.Range(0, 20).Select(i => new MemoryImport(Samples.Record(Ann, $"m{i}"), []))];
        SessionImport[] sessions = [.. Enumerable.Range(0, 20).Select(i => new SessionImport(Session() with { Key = new(Ann, $"s{i}") }, []))];

        var told = await Task.WhenAll(new[] { Store, other }.Select(client => Task.Run(async () =>
            (IReadOnlyList<ImportOutcome>)[
                .. await client.Import.ImportMemoriesAsync(memories, dryRun: false, None),
                .. await client.Import.ImportSessionsAsync(sessions, dryRun: false, None),
            ])));

        Assert.All(told[0].Zip(told[1]), pair => Assert.Equal([ImportOutcome.New, ImportOutcome.Same], new[] { pair.First, pair.Second }.Order()));
        Assert.Equal(20, await Store.LongTerm.CountAsync(Everything, MemoryFilter.None, None));
        Assert.Equal(20, (await Store.WorkingMemory.ListAsync(Everything, new SessionListing(null, null, 100, 0), None)).Total);
    }

    [Fact]
    [Trait("Trap", "T29")]
    public async Task Awkward_names_and_texts_are_taken_over_as_they_are()
    {
        Owner[] owners = [new("a:b", "c"), new("a", "b:c"), new("x,y|z", "{u}\n\0'\""), new(null, "żółw"), new("ALICE", null), new("alice", null)];
        foreach (var text in Samples.AwkwardTexts.Cast<object[]>().Select(row => (string)row[0]))
        {
            SessionImport[] sessions = [.. owners.Select(owner => new SessionImport(
                Session(Samples.Message("m", text)) with { Key = new(owner, $"s:{text.GetHashCode(StringComparison.Ordinal)}") }, []))];
            MemoryImport[] memories = [.. owners.Select(owner => new MemoryImport(
                Samples.Record(owner, $"m:{text.GetHashCode(StringComparison.Ordinal)}", text), []))];
            Assert.All(await Import.ImportSessionsAsync(sessions, dryRun: false, None), outcome => Assert.Equal(ImportOutcome.New, outcome));
            Assert.All(await Import.ImportSessionsAsync(sessions, dryRun: false, None), outcome => Assert.Equal(ImportOutcome.Same, outcome));
            Assert.All(await Import.ImportMemoriesAsync(memories, dryRun: false, None), outcome => Assert.Equal(ImportOutcome.New, outcome));
            Assert.All(await Import.ImportMemoriesAsync(memories, dryRun: true, None), outcome => Assert.Equal(ImportOutcome.Same, outcome));
        }
    }

    private static Session Session(params IReadOnlyList<MemoryMessage> messages) => new()
    {
        Key = Key,
        Messages = messages,
        CreatedAt = Samples.Then,
        UpdatedAt = Samples.Then.AddMinutes(5),
        LastAccessed = Samples.Then.AddMinutes(3),
    };

    private Task<IReadOnlyList<ImportOutcome>> ImportAsync(Session session, params TaskRequest[] tasks) =>
        Import.ImportSessionsAsync([new SessionImport(session, tasks)], dryRun: false, None);

    private Task<IReadOnlyList<ImportOutcome>> ImportAsync(params MemoryRecord[] records) =>
        Import.ImportMemoriesAsync([.. records.Select(record => new MemoryImport(record, []))], dryRun: false, None);

    private static ValueTask<Session?> FindAsync(StoreFixture client) =>
        client.WorkingMemory.FindAsync(OnlyAnn, Key.AsLookup(), None);

    private async Task<string[]> ListIdsAsync(MemoryFilter filter) =>
        [.. (await Store.Search.ListAsync(Everything, filter, 0, 100, None)).Records.Select(record => record.Id)];
}
