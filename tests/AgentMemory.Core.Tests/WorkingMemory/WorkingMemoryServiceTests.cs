using AgentMemory.Errors;
using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.WorkingMemory;

public sealed class WorkingMemoryServiceTests
{
    private static readonly SessionKey Key = new(new Owner("demo", "alice"), "s1");

    [Fact]
    [Trait("Spec", "2.3")]
    public async Task A_missing_session_is_not_found_by_name()
    {
        await using var engine = new Engine();

        var refusal = await Assert.ThrowsAsync<NotFoundException>(() => ReadAsync(engine, new("nope", null, null)));

        Assert.Equal("Session nope not found", refusal.Message);
    }

    [Fact]
    public async Task An_untouched_session_is_read_as_the_stored_list_itself()
    {
        await using var engine = new Engine();
        await PutAsync(engine, [Message("m1", "Hello")]);

        var reading = await ReadAsync(engine, new("s1", "demo", "alice"));

        Assert.True(reading.IsWhole);
        Assert.Same(reading.Session.Messages, reading.Messages);
    }

    [Fact]
    [Trait("Spec", "15.2")]
    public async Task A_session_is_found_without_naming_its_owner_unless_two_owners_have_it()
    {
        await using var engine = new Engine();
        await PutAsync(engine, [Message("m1", "Hello")]);
        Assert.Equal(Key, (await ReadAsync(engine, new("s1", null, null))).Session.Key);

        await PutAsync(engine, [Message("m1", "Hello")], key: Key with { Owner = new("demo", "bob") });

        await Assert.ThrowsAsync<NotFoundException>(() => ReadAsync(engine, new("s1", "demo", null)));
        Assert.Equal(Key, (await ReadAsync(engine, new("s1", "demo", "alice"))).Session.Key);
    }

    [Fact]
    [Trait("Spec", "10.4")]
    public async Task Percentages_are_of_the_messages_the_caller_gets()
    {
        await using var engine = new Engine();
        // 3 tokens each.
        await PutAsync(engine, [Message("m1", "aaaaaa"), Message("m2", "bbbbbb"), Message("m3", "cccccc")]);

        var reading = await ReadAsync(engine, new("s1", "demo", "alice"), new(null, 8));

        Assert.Equal(["m2", "m3"], reading.Messages.Select(message => message.Id));
        Assert.Equal(75.0, reading.Usage.TotalUsed);
        Assert.Equal(3, reading.Session.Messages.Count);
    }

    [Fact]
    public async Task A_write_goes_where_the_binding_says_when_the_caller_does_not()
    {
        await using var engine = new Engine();

        var reading = await PutAsync(
            engine, [], scope: AccessScope.Bound(["demo"], ["alice"]), key: new SessionKey(new Owner(null, null), "s1"));

        Assert.Equal(Key, reading.Session.Key);
    }

    [Fact]
    public async Task A_memory_that_names_an_owner_outside_the_scope_is_refused_with_the_whole_session()
    {
        await using var engine = new Engine();
        var alice = AccessScope.Bound(["demo"], ["alice"]);

        await Assert.ThrowsAsync<AccessDeniedException>(
            () => PutAsync(engine, [], [Memory("m") with { UserId = "bob" }], scope: alice));

        await Assert.ThrowsAsync<NotFoundException>(() => ReadAsync(engine, new("s1", "demo", "alice")));
    }

    [Theory]
    [Trait("Spec", "2.4")]
    [InlineData(true, false, 0, 1, 1)]
    [InlineData(true, false, 1, 0, 0)]
    [InlineData(true, true, 1, 0, 1)]
    [InlineData(true, true, 0, 0, 0)]
    [InlineData(false, true, 1, 1, 0)]
    public async Task A_write_queues_promotion_when_something_could_need_it(
        bool longTermMemory, bool indexAllMessages, int messages, int memories, int queued)
    {
        await using var engine = new Engine(
            new() { LongTermMemory = longTermMemory, IndexAllMessages = indexAllMessages, ExtractMemories = false });

        await PutAsync(
            engine, [.. Enumerable.Range(0, messages).Select(i => Message($"m{i}", "Hello"))],
            [.. Enumerable.Range(0, memories).Select(i => Memory($"r{i}"))]);

        Assert.Equal(queued, (await engine.Queue.CountAsync(CancellationToken.None)).Queued);
    }

    [Fact]
    [Trait("Spec", "10.1")]
    public async Task A_session_that_is_gone_is_rebuilt_from_its_message_records()
    {
        await using var engine = new Engine(new() { IndexAllMessages = true });
        await PutAsync(engine, [Message("m1", "I live in: Oslo", minute: 1), Message("m2", "Noted", "Assistant", 2)]);
        await engine.RunDueTasksAsync();
        await engine.CreateAsync(MessageRecord("m3", "malformed"));
        await engine.Sessions.DeleteAsync(Engine.Everything, new("s1", "demo", "alice"), WriteCondition.None, CancellationToken.None);

        var session = (await ReadAsync(engine, new("s1", null, null))).Session;

        Assert.Equal(Key, session.Key);
        Assert.Equal([("m1", "user", "I live in: Oslo"), ("m2", "assistant", "Noted")],
            session.Messages.Select(message => (message.Id, message.Role, message.Content)));
        Assert.All(session.Messages, message => Assert.NotNull(message.PersistedAt));
        Assert.Empty(session.Memories);
        Assert.Equal("", session.Context);
        Assert.Equal(MemoryStrategy.Default, session.Strategy);
        Assert.Equal(0, session.Version);
    }

    [Fact]
    [Trait("Spec", "10.1")]
    public async Task The_newest_messages_are_rebuilt_when_a_limit_is_given()
    {
        await using var engine = new Engine(new() { IndexAllMessages = true });
        await engine.CreateAsync([.. Enumerable.Range(0, 5).Select(i => MessageRecord($"m{i}", $"user: turn {i}", i))]);

        var reading = await ReadAsync(engine, new("s1", "demo", "alice"), recentMessagesLimit: 2);

        Assert.Equal(["m3", "m4"], reading.Messages.Select(message => message.Id));
    }

    [Fact]
    [Trait("Spec", "10.1")]
    public async Task Records_of_two_owners_are_never_rebuilt_into_one_session()
    {
        await using var engine = new Engine(new() { IndexAllMessages = true });
        await engine.CreateAsync(MessageRecord("m1", "user: mine"), MessageRecord("m1", "user: yours") with { UserId = "bob" });

        await Assert.ThrowsAsync<NotFoundException>(() => ReadAsync(engine, new("s1", "demo", null)));
        Assert.Equal("mine", (await ReadAsync(engine, new("s1", "demo", "alice"))).Messages.Single().Content);
    }

    [Fact]
    [Trait("Spec", "15.7")]
    public async Task A_stored_session_is_never_overridden_by_its_records()
    {
        await using var engine = new Engine(new() { IndexAllMessages = true });
        await engine.CreateAsync(MessageRecord("m1", "user: old"));
        await PutAsync(engine, []);

        Assert.Empty((await ReadAsync(engine, new("s1", null, null))).Messages);
    }

    [Fact]
    public async Task Without_indexed_messages_nothing_is_rebuilt()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(MessageRecord("m1", "user: old"));

        await Assert.ThrowsAsync<NotFoundException>(() => ReadAsync(engine, new("s1", "demo", "alice")));
    }

    private static MemoryRecord MessageRecord(string id, string text, int minute = 0) => Memory(id, text) with
    {
        MemoryType = MemoryType.Message,
        SessionId = "s1",
        Namespace = "demo",
        UserId = "alice",
        CreatedAt = Now.AddMinutes(minute),
    };

    private static Task<SessionReading> ReadAsync(
        Engine engine, SessionLookup lookup, ContextWindow window = default, int? recentMessagesLimit = null) =>
        engine.Sessions.GetAsync(Engine.Everything, lookup, window, recentMessagesLimit, CancellationToken.None).AsTask();

    private static Task<SessionReading> PutAsync(
        Engine engine, MemoryMessage[] messages, MemoryRecord[]? memories = null, AccessScope? scope = null, SessionKey? key = null) =>
        engine.Sessions.PutAsync(
            scope ?? Engine.Everything,
            new SessionReplacement { Key = key ?? Key, Messages = messages, Memories = memories ?? [] },
            default, WriteCondition.None, CancellationToken.None);
}
