using AgentMemory.Errors;
using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.LongTermMemory;

public sealed class LongTermMemoryServiceTests
{
    [Fact]
    [Trait("Spec", "2.6")]
    public async Task Switched_off_it_refuses_every_call_with_the_contracts_words()
    {
        await using var engine = new Engine(new() { LongTermMemory = false });
        var memories = engine.Memories;
        Func<Task>[] calls =
        [
            () => engine.CreateAsync(Memory("m")),
            () => memories.GetAsync(Engine.Everything, new("m"), default),
            () => memories.UpdateAsync(Engine.Everything, new("m"), new() { Pinned = true }, default, default),
            () => memories.DeleteAsync(Engine.Everything, [new("m")], default, default),
            () => memories.ForgetAsync(Engine.Everything, new() { Policy = new() }, default),
            () => memories.CompactAsync(Engine.Everything, null, null, null, default),
        ];

        foreach (var call in calls)
            Assert.Equal("Long-term memory is disabled", (await Assert.ThrowsAsync<InvalidRequestException>(call)).Message);
    }

    [Fact]
    [Trait("Trap", "T56")]
    [Trait("Trap", "T59")]
    public async Task A_created_record_has_the_servers_persistence_time_and_hash_whatever_the_client_sent()
    {
        await using var engine = new Engine();

        await engine.CreateAsync(Memory("m") with { PersistedAt = DateTimeOffset.UnixEpoch, MemoryHash = "forged" });

        var record = await engine.FindAsync("m");
        Assert.Equal(Now, record!.PersistedAt);
        Assert.Equal(MemoryHash.Compute(record), record.MemoryHash);
    }

    [Fact]
    [Trait("Trap", "T36")]
    public async Task Defaults_apply_to_records_that_name_no_owner()
    {
        await using var engine = new Engine();

        var results = await engine.Memories.CreateAsync(
            Engine.Everything, [Memory("a", "One"), Memory("b", "Two") with { Namespace = "own", UserId = "bob" }],
            deduplicate: true, "demo", "alice", CancellationToken.None);

        Assert.Equal([new Owner("demo", "alice"), new Owner("own", "bob")], results.Select(result => result.Key.Owner));
    }

    [Fact]
    public async Task One_record_outside_the_scope_refuses_the_whole_batch()
    {
        await using var engine = new Engine();

        await Assert.ThrowsAsync<AccessDeniedException>(() => engine.Memories.CreateAsync(
            AccessScope.Bound(null, ["alice"]), [Memory("a", "One"), Memory("b", "Two") with { UserId = "bob" }],
            deduplicate: true, null, null, CancellationToken.None));

        Assert.Null(await engine.FindAsync("a"));
    }

    [Fact]
    [Trait("Spec", "2.11")]
    public async Task A_missing_record_is_not_found_by_id()
    {
        await using var engine = new Engine();

        var get = await Assert.ThrowsAsync<NotFoundException>(() => engine.Memories.GetAsync(Engine.Everything, new("x"), default));
        var patch = await Assert.ThrowsAsync<NotFoundException>(() => UpdateAsync(engine, new() { Pinned = true }, id: "x"));

        Assert.Equal("Memory with ID x not found", get.Message);
        Assert.Equal("Memory with ID x not found", patch.Message);
    }

    [Fact]
    [Trait("Spec", "2.12")]
    public async Task An_update_without_fields_or_with_an_empty_text_is_refused()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(Memory("m"));

        var nothing = await Assert.ThrowsAsync<InvalidRequestException>(() => UpdateAsync(engine, new()));
        Assert.Equal("No fields provided for update", nothing.Message);
        await Assert.ThrowsAsync<InvalidRequestException>(() => UpdateAsync(engine, new() { Text = " " }));
    }

    [Fact]
    [Trait("Spec", "10.11")]
    public async Task An_update_renews_hash_and_update_time_and_nothing_else()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(Memory("m", ageDays: 3) with { Topics = ["a", "b"] });
        var stored = await engine.FindAsync("m");
        engine.Time.Now += TimeSpan.FromDays(1);

        var updated = await UpdateAsync(engine, new() { Text = "New text" });

        Assert.Equal(("New text", engine.Time.Now, MemoryHash.Compute(updated)), (updated.Text, updated.UpdatedAt, updated.MemoryHash));
        Assert.NotEqual(stored!.MemoryHash, updated.MemoryHash);
        Assert.NotEqual(stored.Version, updated.Version);
        Assert.Equal(["a", "b"], updated.Topics);
        Assert.Equal(
            (stored.CreatedAt, stored.LastAccessed, stored.PersistedAt, stored.AccessCount),
            (updated.CreatedAt, updated.LastAccessed, updated.PersistedAt, updated.AccessCount));
    }

    [Fact]
    public async Task Concurrent_updates_of_different_fields_are_all_kept()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(Memory("m"));
        MemoryEdit[] edits =
        [
            new() { Text = "New text" }, new() { Topics = ["t"] }, new() { Entities = ["e"] }, new() { Pinned = true },
            new() { SessionId = "s" }, new() { EventDate = Now },
        ];

        await Task.WhenAll(edits.Select(edit => Task.Run(() => UpdateAsync(engine, edit))));

        var record = await engine.FindAsync("m");
        Assert.Equal(("New text", true, "s", Now), (record!.Text, record.Pinned, record.SessionId, record.EventDate));
        Assert.Equal(["t"], record.Topics);
        Assert.Equal(["e"], record.Entities);
    }

    [Fact]
    public async Task An_update_on_an_old_version_is_refused_and_changes_nothing()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(Memory("m"));
        var seen = WriteCondition.Version((await engine.FindAsync("m"))!.Version);
        await UpdateAsync(engine, new() { Text = "Theirs" });

        await Assert.ThrowsAsync<VersionMismatchException>(() => UpdateAsync(engine, new() { Text = "Mine" }, seen));

        Assert.Equal("Theirs", (await engine.FindAsync("m"))!.Text);
    }

    [Fact]
    public async Task A_record_cannot_be_moved_out_of_the_scope()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(Memory("m") with { UserId = "alice" });

        await Assert.ThrowsAsync<AccessDeniedException>(() => engine.Memories.UpdateAsync(
            AccessScope.Bound(null, ["alice"]), new("m"), new() { UserId = "bob" }, WriteCondition.None, CancellationToken.None));

        Assert.Equal("alice", (await engine.FindAsync("m"))!.UserId);
    }

    [Fact]
    [Trait("Trap", "T72")]
    public async Task The_id_of_a_dropped_duplicate_keeps_working()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(Memory("first"));
        await engine.CreateAsync(Memory("second"));

        Assert.Equal("first", (await engine.Memories.GetAsync(Engine.Everything, new("second"), default)).Id);
        Assert.True((await UpdateAsync(engine, new() { Pinned = true }, id: "second")).Pinned);
        Assert.Equal(1, await engine.Memories.DeleteAsync(Engine.Everything, [new("second")], WriteCondition.None, default));
        Assert.Null(await engine.FindAsync("first"));
    }

    [Fact]
    [Trait("Spec", "2.8")]
    public async Task Deleting_counts_what_was_removed()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(Memory("a", "One"), Memory("b", "Two"));

        Assert.Equal(0, await engine.Memories.DeleteAsync(Engine.Everything, [], WriteCondition.None, default));
        Assert.Equal(2, await engine.Memories.DeleteAsync(
            Engine.Everything, [new("a"), new("b"), new("b"), new("missing")], WriteCondition.None, default));
    }

    private static Task<MemoryRecord> UpdateAsync(Engine engine, MemoryEdit edit, WriteCondition condition = default, string id = "m") =>
        engine.Memories.UpdateAsync(Engine.Everything, new(id), edit, condition, CancellationToken.None);
}
