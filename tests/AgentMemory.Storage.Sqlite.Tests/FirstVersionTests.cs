using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Sqlite.Tests;

/// <summary>A database that the first version made and filled is found whole.</summary>
public sealed class FirstVersionTests : SqliteFileTests
{
    private const string Rows =
        """
        PRAGMA journal_mode = WAL;
        INSERT INTO session (session_id, namespace, user_id, version, message_count, memories, data, context, tokens, strategy,
            strategy_config, ttl_seconds, expires_at, last_accessed, created_at, updated_at)
        VALUES ('s1', 'tests', 'ann', 77, 2, '[]', '{"k": 1}', 'before', 5, 'Preferences', '{}', NULL, NULL, 1000, 1000, 1000);
        INSERT INTO message (session, position, id, role, content, created_at, persisted_at, extracted)
        VALUES (1, 0, 'm1', 'user', 'Content of m1', 1000, 2000, 1), (1, 1, 'm2', 'user', 'Content of m2', 1000, NULL, 0);
        INSERT INTO memory (id, namespace, user_id, session_id, version, operation, text, hash, memory_type, pinned, access_count,
            extracted, last_accessed, created_at, updated_at, persisted_at, event_date, extraction_strategy,
            extraction_strategy_config, topics, entities, extracted_from, metadata)
        VALUES ('r1', 'tests', 'ann', '', 5, 'op', 'river stone', 'h', 'semantic', 1, 3, 0, 1000, 1000, 1000, NULL, NULL,
            'discrete', '{}', '["t"]', '[]', '[]', '{}');
        INSERT INTO memory_tag (kind, value, memory) VALUES ('t', 't', 1);
        INSERT INTO memory_alias (id, namespace, user_id, target) VALUES ('old', 'tests', 'ann', 'r1');
        INSERT INTO memory_vector (memory, model, dimensions, vector) VALUES (1, 'm', 2, x'0000803f00000000');
        INSERT INTO event (at, kind, namespace, user_id, session_id, subject_id, memory_row, origin)
        VALUES (1000, 'dropped', 'tests', 'ann', 's1', NULL, NULL, 1), (1000, 'session.put', 'tests', 'ann', 's1', NULL, NULL, 1);
        DELETE FROM event WHERE kind = 'dropped';
        INSERT INTO task (id, kind, namespace, user_id, session_id, key, payload, state, attempts, lease, worker, created_at, due_at, last_error)
        VALUES ('queued', 'k', 'tests', 'ann', NULL, 'other', '{}', 0, 0, 0, NULL, 1000, 1000, NULL),
            ('superseded', 'k', 'tests', 'ann', NULL, 'key', '{}', 1, 1, 1, 'w', 1000, 1000, NULL),
            ('leased', 'k', 'tests', 'ann', NULL, 'key', '{}', 1, 1, 1, 'w', 1000, 1000, NULL),
            ('keyless', 'k', 'tests', 'ann', NULL, NULL, '{}', 1, 1, 1, 'w', 1000, 1000, NULL),
            ('dead', 'k', 'tests', 'ann', NULL, 'key', '{}', 2, 9, 9, 'w', 1000, 5000, 'broken');
        INSERT INTO token (lookup_id, public_id, digest, description, created_at) VALUES ('l', 'p', x'01', 'd', 1000);
        PRAGMA user_version = 1;
        """;

    public FirstVersionTests()
    {
        var schema = typeof(SqliteStoreOptions).Assembly;
        var name = schema.GetManifestResourceNames().Single(name => name.EndsWith("001-initial.sql", StringComparison.Ordinal));
        using var reader = new StreamReader(schema.GetManifestResourceStream(name)!);
        using var raw = OpenRaw();
        Run(raw, reader.ReadToEnd());
        Run(raw, Rows);
    }

    [Fact]
    public async Task Its_sessions_are_found_with_their_strategy_as_the_wire_names_it()
    {
        await using var store = Open();
        var session = await store.WorkingMemory.FindAsync(AccessScope.Everything, new SessionLookup("s1", "tests", "ann"), None);

        Assert.Equal((77, "before", 5, "preferences"), (session!.Version, session.Context, session.Tokens, session.Strategy.Strategy));
        Assert.Equal([("m1", true), ("m2", false)], session.Messages.Select(message => (message.Id, message.DiscreteMemoryExtracted)));
        Assert.All(session.Messages, message => Assert.Null(message.Metadata));
        await AppendAsync(store, "m3");
        Assert.Equal(["m1", "m2", "m3"], await MessageIdsAsync(store));
    }

    [Fact]
    public async Task Its_records_are_found_and_wait_for_deduplication()
    {
        await using var store = Open();
        var scope = AccessScope.Of(Ann);

        var record = await store.LongTerm.FindAsync(scope, new MemoryLookup("old"), None);
        Assert.Equal(("r1", "river stone", 3, true, null), (record!.Id, record.Text, record.AccessCount, record.Pinned, record.Slot));
        Assert.Equal(1, await store.LongTerm.CountAsync(scope, new MemoryFilter { Consolidated = false, Topics = TagFilter.Equal("t") }, None));
        Assert.Single((await store.Search.MatchAsync(scope, MemoryFilter.None, new TextQuery(["river"], []), 10, None)).Items);
        var vectors = await store.Search.VectorsAsync(scope, [new MemoryKey(Ann, "r1")], new EmbeddingSpace("m", 2), None);
        Assert.Equal([1f, 0f], vectors[new MemoryKey(Ann, "r1")].ToArray());
    }

    [Fact]
    public async Task Its_tasks_go_on_and_of_a_key_one_is_worked_on()
    {
        await using var store = Open();

        var dead = Assert.Single(await store.Tasks.ListDeadAsync(AccessScope.Everything, 0, 10, None));
        Assert.Equal(("dead", "broken", 5000), (dead.TaskId, dead.LastError, dead.CompletedAt!.Value.ToMicroseconds()));
        var leases = await store.Tasks.LeaseAsync("worker", 10, TimeSpan.FromMinutes(1), None);
        Assert.Equal(["keyless", "leased", "queued"], leases.Select(lease => lease.TaskId).Order());
        Assert.Equal([2, 2, 1], leases.OrderBy(lease => lease.TaskId).Select(lease => lease.Attempt));
    }

    [Fact]
    public async Task Its_events_are_read_and_what_was_trimmed_is_told()
    {
        await using var store = Open();
        var filter = new EventFilter { Session = new SessionKey(Ann, "s1") };

        var page = await store.Events.ReadAsync(AccessScope.Everything, filter, 0, 10, None);
        Assert.Equal([(2, "session.put")], page.Entries.Select(entry => (entry.Sequence, entry.Kind)));
        Assert.False(page.Complete);
        Assert.True((await store.Events.ReadAsync(AccessScope.Everything, filter, 1, 10, None)).Complete);
        Assert.Single(await store.Tokens.ListAsync(None));
    }
}
