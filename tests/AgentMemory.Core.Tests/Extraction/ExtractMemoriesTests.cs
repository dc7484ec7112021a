using AgentMemory.LongTermMemory;
using AgentMemory.Tasks;
using static AgentMemory.Tests.Extraction.Answers;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Extraction;

[Trait("Spec", "10.8")]
[Trait("Trap", "T13")]
public sealed class ExtractMemoriesTests
{
    [Fact]
    public async Task Facts_of_a_created_message_belong_to_whom_and_where_it_does()
    {
        var model = new RecordedModel(OneFactPerMessage);
        await using var bench = new ExtractionEngine(model);
        await bench.Engine.CreateAsync(MessageRecord("r1", "assistant: I booked the flight"));

        await bench.Engine.RunDueTasksAsync();

        var fact = (await bench.MemoriesAsync()).Single(memory => memory.MemoryType == MemoryType.Semantic);
        Assert.Equal("User said I booked the flight", fact.Text);
        Assert.Equal(("demo", "alice", "s9"), (fact.Namespace, fact.UserId, fact.SessionId));
        Assert.Equal(["r1"], fact.ExtractedFrom);
        Assert.Contains(" assistant: I booked", Assert.Single(model.Questions).Input, StringComparison.Ordinal);
        Assert.True((await bench.Engine.FindAsync("r1"))!.DiscreteMemoryExtracted);
    }

    [Fact]
    public async Task Facts_extracted_messages_and_messages_of_sessions_are_left_alone()
    {
        var model = new RecordedModel(OneFactPerMessage);
        await using var bench = new ExtractionEngine(model);
        await bench.Engine.CreateAsync(
            MessageRecord("semantic", "user: I like tea") with { MemoryType = MemoryType.Semantic },
            MessageRecord("episodic", "user: I had tea") with { MemoryType = MemoryType.Episodic },
            MessageRecord("done", "user: I like jazz") with { DiscreteMemoryExtracted = true },
            MessageRecord("session", "user: I like soul") with { ExtractionStrategy = "message" });

        Assert.DoesNotContain(
            await bench.Engine.Queue.LeaseAsync("test", 100, TimeSpan.FromMinutes(1), CancellationToken.None),
            task => task.Kind == "extract_memories");
        Assert.Equal(0, model.Calls);
    }

    [Fact]
    public async Task Each_record_is_read_by_itself_and_once()
    {
        var model = new RecordedModel(OneFactPerMessage);
        await using var bench = new ExtractionEngine(model);
        await bench.Engine.CreateAsync([.. Enumerable.Range(0, 25).Select(i => MessageRecord($"r{i}", $"user: Word number {i}"))]);

        await bench.Engine.RunDueTasksAsync();
        await bench.Handler("extract_memories").RunAsync(
            new TaskLease("t", "extract_memories", ExtractionEngine.Key.Owner, """{"memory_ids":["r1","r2","gone"]}""", null, null, 1, 1),
            CancellationToken.None);

        Assert.Equal(25, model.Calls);
        Assert.All(model.Questions, question => Assert.Single(Labels(question)));
        Assert.Equal(50, (await bench.MemoriesAsync()).Count);
    }

    [Theory]
    [InlineData("summary", "{}")]
    [InlineData("custom", "{}")]
    [InlineData("message", "{}")]
    [InlineData("unheard of", """{"list":[1,2]}""")]
    public async Task A_record_whose_strategy_cannot_be_run_on_it_is_extracted_as_discrete(string strategy, string config)
    {
        await using var bench = new ExtractionEngine(new RecordedModel(OneFactPerMessage));
        await bench.Engine.CreateAsync(MessageRecord("r1", "I like tea") with
        {
            SessionId = null,
            ExtractionStrategy = strategy,
            ExtractionStrategyConfig = System.Text.Json.JsonDocument.Parse(config).RootElement,
        });

        await bench.Engine.RunDueTasksAsync();

        Assert.Equal("discrete", (await bench.MemoriesAsync()).Single(memory => memory.Text == "User said I like tea").ExtractionStrategy);
    }

    [Fact]
    public async Task A_record_that_was_recalled_is_marked_without_being_read()
    {
        var model = new RecordedModel(OneFactPerMessage);
        await using var bench = new ExtractionEngine(model);
        await bench.Engine.CreateAsync(MessageRecord("r1", "user: ## Long term memories related to the user's query\n- User likes tea (ID: 1)"));

        await bench.Engine.RunDueTasksAsync();

        Assert.Equal(0, model.Calls);
        Assert.True((await bench.Engine.FindAsync("r1"))!.DiscreteMemoryExtracted);
    }

    [Fact]
    public async Task A_record_deleted_during_the_call_leaves_no_facts()
    {
        var model = new RecordedModel(OneFactPerMessage);
        await using var bench = new ExtractionEngine(model);
        await bench.Engine.CreateAsync(MessageRecord("r1", "user: I like tea"));
        model.Meanwhile = _ => bench.Engine.Memories.DeleteAsync(Engine.Everything, [new("r1")], WriteCondition.None, CancellationToken.None);

        await bench.Engine.RunDueTasksAsync();

        Assert.Equal(1, model.Calls);
        Assert.Empty(await bench.MemoriesAsync());
    }

    private static MemoryRecord MessageRecord(string id, string text) => Memory(id, text) with
    {
        MemoryType = MemoryType.Message,
        Namespace = "demo",
        UserId = "alice",
        SessionId = "s9",
    };
}
