using AgentMemory.Errors;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Conformance.WorkingMemory;

public abstract partial class WorkingMemoryStoreConformance
{
    /// <summary>Stamps items by id that have the content <see cref="Samples"/> gave them.</summary>
    private ValueTask StampAsync(IReadOnlyList<string> memoryIds, IReadOnlyList<string> messageIds) =>
        Sessions.StampPromotedAsync(
            OnlyAnn, Session(Ann),
            new PromotionStamp(
                [.. memoryIds.Select(id => Samples.Record(Ann, id))], [.. messageIds.Select(id => Samples.Message(id))], Clock.Now),
            None);

    [Fact]
    [Trait("Trap", "T68")]
    public async Task A_client_cannot_set_server_owned_flags()
    {
        var forged = Samples.Message("m1") with { PersistedAt = Samples.Then, DiscreteMemoryExtracted = true };
        await PutAsync(Replacement(Ann, forged) with
        {
            Memories = [Samples.Record(Ann, "mem") with { PersistedAt = Samples.Then }],
        });
        await AppendAsync(Ann, forged with { Id = "m2" });

        var session = await GetAsync(Ann);

        Assert.All(session.Messages, message => Assert.Equal((null, false), (message.PersistedAt, message.DiscreteMemoryExtracted)));
        Assert.Null(session.Memories[0].PersistedAt);
    }

    [Fact]
    [Trait("Trap", "T67")]
    public async Task Flags_are_carried_over_when_a_client_puts_its_own_copy_of_the_history()
    {
        var replacement = Replacement(Ann, Samples.Message("m1"), Samples.Message("m2")) with { Memories = [Samples.Record(Ann, "mem")] };
        await PutAsync(replacement);
        await StampAsync(["mem"], ["m1"]);
        var stampedAt = Clock.Now;
        Clock.Advance(TimeSpan.FromMinutes(1));

        var session = await PutAsync(replacement with { Messages = [.. replacement.Messages, Samples.Message("m3")] });

        Assert.Equal([stampedAt, null, null], session.Messages.Select(message => message.PersistedAt));
        Assert.Equal(stampedAt, session.Memories[0].PersistedAt);
        Assert.Equal(session.Messages, (await GetAsync(Ann)).Messages);
    }

    [Fact]
    [Trait("Trap", "T67")]
    public async Task Changed_content_loses_its_flags()
    {
        await PutAsync(Replacement(Ann, Samples.Message("m1"), Samples.Message("m2")) with { Memories = [Samples.Record(Ann, "mem")] });
        await StampAsync(["mem"], ["m1", "m2"]);

        var session = await PutAsync(
            Replacement(Ann, Samples.Message("m1", "edited"), Samples.Message("m2", role: "assistant")) with
            {
                Memories = [Samples.Record(Ann, "mem", "edited")],
            });

        Assert.All(session.Messages, message => Assert.Null(message.PersistedAt));
        Assert.Null(session.Memories[0].PersistedAt);
    }

    [Fact]
    [Trait("Trap", "T67")]
    public async Task Flags_of_a_deleted_or_expired_session_are_not_carried_over()
    {
        var replacement = Replacement(Ann, Samples.Message("m1")) with { Ttl = TtlChange.To(10) };
        await PutAsync(replacement);
        await StampAsync([], ["m1"]);
        Clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Null((await PutAsync(replacement)).Messages[0].PersistedAt);

        await StampAsync([], ["m1"]);
        await DeleteAsync("s1", Ann.Namespace, Ann.UserId);

        Assert.Null((await PutAsync(replacement)).Messages[0].PersistedAt);
    }

    [Fact]
    [Trait("Trap", "T10")]
    public async Task A_stamp_marks_what_was_promoted_and_nothing_else()
    {
        await PutAsync(Replacement(Ann, Samples.Message("m1"), Samples.Message("m2")) with
        {
            Memories = [Samples.Record(Ann, "mem1"), Samples.Record(Ann, "mem2")],
            Ttl = TtlChange.To(100),
            Context = "kept",
        });
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AppendAsync(Ann, Samples.Message("m3"));
        var before = await GetAsync(Ann);
        Clock.Advance(TimeSpan.FromSeconds(50));

        await StampAsync(["mem2", "gone"], ["m1", "gone"]);

        var after = await GetAsync(Ann);
        Assert.Equal([Clock.Now, null, null], after.Messages.Select(message => message.PersistedAt));
        Assert.Equal([null, Clock.Now], after.Memories.Select(memory => memory.PersistedAt));
        Assert.Equal(
            before.Messages, after.Messages.Select(message => message with { PersistedAt = null }));
        Assert.Equal(before.Version, after.Version);
        Assert.Equal(
            (before.ExpiresAt, before.CreatedAt, before.UpdatedAt, before.LastAccessed, before.Context),
            (after.ExpiresAt, after.CreatedAt, after.UpdatedAt, after.LastAccessed, after.Context));
    }

    [Fact]
    [Trait("Trap", "T10")]
    public async Task A_stamp_passes_by_what_was_replaced_since()
    {
        await PutAsync(Replacement(Ann, Samples.Message("m1"), Samples.Message("m2"), Samples.Message("m3")) with
        {
            Memories = [Samples.Record(Ann, "mem1"), Samples.Record(Ann, "mem2")],
        });
        await PutAsync(Replacement(Ann, Samples.Message("m1", "edited"), Samples.Message("m2", role: "assistant"), Samples.Message("m3")) with
        {
            Memories = [Samples.Record(Ann, "mem1", "edited"), Samples.Record(Ann, "mem2")],
        });

        await StampAsync(["mem1", "mem2"], ["m1", "m2", "m3"]);

        var session = await GetAsync(Ann);
        Assert.Equal([null, null, Clock.Now], session.Messages.Select(message => message.PersistedAt));
        Assert.Equal([null, Clock.Now], session.Memories.Select(memory => memory.PersistedAt));
    }

    [Fact]
    [Trait("Trap", "T10")]
    public async Task A_stamp_does_not_recreate_a_deleted_or_expired_session()
    {
        await PutAsync(Ann, Samples.Message("m1"));
        await DeleteAsync("s1", Ann.Namespace, Ann.UserId);
        await StampAsync(["mem"], ["m1"]);
        Assert.Null(await FindAsync(Ann));

        await PutAsync(Replacement(Ann, Samples.Message("m1")) with { Ttl = TtlChange.To(10) });
        Clock.Advance(TimeSpan.FromSeconds(11));
        await StampAsync(["mem"], ["m1"]);
        Assert.Null(await FindAsync(Ann));
        Assert.Equal(0, (await Sessions.ListAsync(Everything, new SessionListing(null, null, 100, 0), None)).Total);
    }

    [Fact]
    public async Task A_stamp_outside_the_scope_changes_nothing()
    {
        await PutAsync(Ann, Samples.Message("m1"));

        await Assert.ThrowsAsync<AccessDeniedException>(async () => await Sessions.StampPromotedAsync(
            OnlyBob, Session(Ann), new PromotionStamp([], [Samples.Message("m1")], Clock.Now), None));

        Assert.Null((await GetAsync(Ann)).Messages[0].PersistedAt);
    }

    [Fact]
    public async Task The_other_client_sees_a_stamp_at_once()
    {
        await PutAsync(Ann, Samples.Message("m1"));
        var other = await OtherClientAsync();
        Assert.Null((await FindAsync(other, Ann))!.Messages[0].PersistedAt);

        await StampAsync([], ["m1"]);

        Assert.Equal(Clock.Now, (await FindAsync(other, Ann))!.Messages[0].PersistedAt);
    }
}
