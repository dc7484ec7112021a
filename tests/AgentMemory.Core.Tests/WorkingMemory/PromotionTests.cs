using System.Text.Json;
using AgentMemory.Extraction;
using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.WorkingMemory;

[Trait("Spec", "10.7")]
public sealed class PromotionTests
{
    private static readonly EngineOptions AllMessages =
        new() { IndexAllMessages = true, ExtractTopics = false, ExtractEntities = false };
    private static readonly SessionKey Key = new(new Owner("demo", "alice"), "s1");

    [Fact]
    [Trait("Trap", "T13b")]
    public async Task A_structured_memory_becomes_long_term_with_the_sessions_owner_session_and_strategy()
    {
        await using var engine = new Engine();
        await PutAsync(engine, memories: [Memory("r1", "User lives in Oslo") with { Topics = ["home"] }]);

        await engine.RunDueTasksAsync();

        var record = await engine.FindAsync("r1");
        Assert.NotNull(record);
        Assert.Equal(Key.Owner, record.Owner);
        Assert.Equal("s1", record.SessionId);
        Assert.Equal("preferences", record.ExtractionStrategy);
        Assert.Equal("""{"a":1}""", record.ExtractionStrategyConfig.GetRawText());
        Assert.Equal(["home"], record.Topics);
        Assert.Equal(Now, record.PersistedAt);
        Assert.Equal(Now, (await ReadAsync(engine)).Memories.Single().PersistedAt);
    }

    [Fact]
    public async Task A_memory_that_names_its_own_owner_and_session_keeps_them()
    {
        await using var engine = new Engine();
        await PutAsync(engine, memories: [Memory("r1") with { UserId = "bob", SessionId = "other" }]);

        await engine.RunDueTasksAsync();

        var record = await engine.FindAsync("r1");
        Assert.Equal((new Owner("demo", "bob"), "other"), (record!.Owner, record.SessionId));
    }

    [Fact]
    [Trait("Spec", "10.9")]
    [Trait("Trap", "T72")]
    public async Task A_structured_memory_with_known_content_is_stored_once_and_both_ids_work()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(
            Memory("known", "User lives in Oslo") with { Namespace = "demo", UserId = "alice", SessionId = "s1" });
        await PutAsync(engine, memories: [Memory("again", "User lives in Oslo")]);

        await engine.RunDueTasksAsync();

        Assert.Equal("known", (await engine.FindAsync("known"))?.Id);
        Assert.Equal("known", (await engine.FindAsync("again"))?.Id);
        Assert.NotNull((await ReadAsync(engine)).Memories.Single().PersistedAt);
    }

    [Fact]
    public async Task Messages_with_one_id_in_two_sessions_are_both_kept()
    {
        await using var engine = new Engine(AllMessages);
        foreach (var session in new[] { "s1", "s2" })
        {
            var replacement = new SessionReplacement
            {
                Key = Key with { SessionId = session },
                Messages = [Message("1", "said in " + session, minute: -5)],
            };
            await engine.Sessions.PutAsync(Engine.Everything, replacement, default, WriteCondition.None, CancellationToken.None);
            await engine.RunDueTasksAsync();
        }

        Assert.Equal("user: said in s1", (await engine.FindAsync("1"))?.Text);
        Assert.Equal("user: said in s2", (await engine.FindAsync("s2/1"))?.Text);
    }

    [Fact]
    public async Task Messages_become_message_records_when_configured()
    {
        await using var engine = new Engine(AllMessages);
        await PutAsync(engine, [Message("m1", "I live in Oslo", minute: -5)]);

        await engine.RunDueTasksAsync();

        var record = await engine.FindAsync("m1");
        Assert.Equal(
            ("user: I live in Oslo", MemoryType.Message, "message", Key.Owner, "s1", Now.AddMinutes(-5)),
            (record!.Text, record.MemoryType, record.ExtractionStrategy, record.Owner, record.SessionId, record.CreatedAt));
        Assert.NotNull((await ReadAsync(engine)).Messages.Single().PersistedAt);
    }

    [Fact]
    public async Task Messages_stay_in_the_session_when_not_configured()
    {
        await using var engine = new Engine();
        await PutAsync(engine, [Message("m1", "I live in Oslo")], [Memory("r1")]);

        await engine.RunDueTasksAsync();

        Assert.Null(await engine.FindAsync("m1"));
        Assert.Null((await ReadAsync(engine)).Messages.Single().PersistedAt);
    }

    [Fact]
    [Trait("Trap", "T67")]
    public async Task Sending_the_same_history_again_promotes_nothing_again()
    {
        await using var engine = new Engine(AllMessages);
        await PutAsync(engine, [Message("m1", "Hello")], [Memory("r1")]);
        await engine.RunDueTasksAsync();
        var before = (await engine.FindAsync("m1"), await engine.FindAsync("r1"));

        await PutAsync(engine, [Message("m1", "Hello")], [Memory("r1")]);
        await engine.RunDueTasksAsync();

        Assert.Equal(before.Item1!.Version, (await engine.FindAsync("m1"))!.Version);
        Assert.Equal(before.Item2!.Version, (await engine.FindAsync("r1"))!.Version);
    }

    [Fact]
    [Trait("Trap", "T71")]
    public async Task A_crash_before_the_stamp_is_repaired_by_a_repetition_without_a_second_effect()
    {
        await using var engine = new Engine(AllMessages);
        await PutAsync(engine, [Message("m1", "Hello")], [Memory("r1")]);
        var lease = Assert.Single(await engine.Queue.LeaseAsync("dying", 1, TimeSpan.FromMinutes(1), CancellationToken.None));
        var dying = Promotion(engine, () => throw new IOException("The process dies here"));
        await Assert.ThrowsAsync<IOException>(() => dying.RunAsync(lease, CancellationToken.None));
        var written = (await engine.FindAsync("m1"), await engine.FindAsync("r1"));

        engine.Time.Now += TimeSpan.FromMinutes(2);
        await engine.RunDueTasksAsync();

        Assert.Equal(written.Item1!.Version, (await engine.FindAsync("m1"))!.Version);
        Assert.Equal(written.Item2!.Version, (await engine.FindAsync("r1"))!.Version);
        var session = await ReadAsync(engine);
        Assert.NotNull(session.Messages.Single().PersistedAt);
        Assert.NotNull(session.Memories.Single().PersistedAt);
        Assert.Equal(0, (await engine.Queue.CountAsync(CancellationToken.None)).Queued);
    }

    [Fact]
    [Trait("Trap", "T10")]
    public async Task What_is_written_while_a_promotion_runs_is_kept_and_promoted_by_its_own_task()
    {
        await using var engine = new Engine(AllMessages);
        await PutAsync(engine, [Message("m1", "Hello")], [Memory("r1", "Old text")]);
        var lease = Assert.Single(await engine.Queue.LeaseAsync("slow", 1, TimeSpan.FromMinutes(1), CancellationToken.None));
        var slow = Promotion(
            engine, () => PutAsync(engine, [Message("m1", "Hello"), Message("m2", "More")], [Memory("r1", "New text"), Memory("r2", "Two")]));

        await slow.RunAsync(lease, CancellationToken.None);
        await engine.Queue.CompleteAsync(lease, CancellationToken.None);

        var between = await ReadAsync(engine);
        Assert.Equal([true, false], between.Messages.Select(message => message.PersistedAt is not null));
        Assert.All(between.Memories, memory => Assert.Null(memory.PersistedAt));

        await engine.RunDueTasksAsync();

        Assert.Equal("New text", (await engine.FindAsync("r1"))!.Text);
        Assert.NotNull(await engine.FindAsync("r2"));
        Assert.NotNull(await engine.FindAsync("m2"));
        Assert.All((await ReadAsync(engine)).Memories, memory => Assert.NotNull(memory.PersistedAt));
    }

    [Fact]
    [Trait("Trap", "T10")]
    public async Task A_session_deleted_meanwhile_is_not_recreated()
    {
        await using var engine = new Engine();
        await PutAsync(engine, memories: [Memory("r1")]);
        var lease = Assert.Single(await engine.Queue.LeaseAsync("slow", 1, TimeSpan.FromMinutes(1), CancellationToken.None));
        var slow = Promotion(engine, () => engine.Sessions.DeleteAsync(
            Engine.Everything, new("s1", "demo", "alice"), WriteCondition.None, CancellationToken.None));

        await slow.RunAsync(lease, CancellationToken.None);

        Assert.Null(await FindAsync(engine));
    }

    private static PromoteWorkingMemory Promotion(Engine engine, Func<Task> beforeStamp) => new(
        new HookedSessions(engine.Get<IWorkingMemoryStore>(), beforeStamp), engine.Get<ILongTermMemoryStore>(),
        engine.Get<MemoryFollowUps>(), engine.Queue, engine.Get<EngineOptions>(), engine.Time);

    private static async Task<Session> ReadAsync(Engine engine) => (await FindAsync(engine))!;

    private static Task<Session?> FindAsync(Engine engine) =>
        engine.Get<IWorkingMemoryStore>().FindAsync(Engine.Everything, new("s1", "demo", "alice"), CancellationToken.None).AsTask();

    private static Task<SessionReading> PutAsync(Engine engine, MemoryMessage[]? messages = null, MemoryRecord[]? memories = null) =>
        engine.Sessions.PutAsync(
            Engine.Everything,
            new SessionReplacement
            {
                Key = Key,
                Messages = messages ?? [],
                Memories = memories ?? [],
                Strategy = new() { Strategy = StrategyNames.Preferences, Config = JsonDocument.Parse("""{"a":1}""").RootElement },
            },
            default, WriteCondition.None, CancellationToken.None);
}
