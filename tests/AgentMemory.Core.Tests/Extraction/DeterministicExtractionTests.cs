using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.WorkingMemory;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Extraction;

/// <summary>Without a model, plain statements become memories by rules, and say that they did.</summary>
public sealed class DeterministicExtractionTests
{
    [Fact]
    public async Task Plain_statements_become_memories_labelled_as_made_by_rules()
    {
        await using var bench = new ExtractionEngine(model: null);
        await bench.PutAsync(
            Message("a", "Hi, my name is Alice. I live in Oslo."), Message("b", "Nice to meet you, I am an assistant.", "assistant", minute: 1));

        await bench.SettleAsync();

        var memories = await bench.MemoriesAsync();
        Assert.Contains(memories, memory => memory.Text.Contains("Oslo", StringComparison.Ordinal));
        Assert.All(memories, memory =>
        {
            Assert.Equal("deterministic", memory.ExtractionStrategy);
            Assert.Equal(["a"], memory.ExtractedFrom);
            Assert.False(memory.Metadata.TryGetProperty("model", out _));
            Assert.Contains(memory.Metadata.GetProperty("quote").GetString()!, "Hi, my name is Alice. I live in Oslo.", StringComparison.Ordinal);
        });
        var detail = Assert.Single(await bench.EventsAsync(EventKinds.ExtractionCompleted)).Detail!.Value;
        Assert.Equal("deterministic", detail.GetProperty("strategy").GetString());
        Assert.Equal("{}", detail.GetProperty("refused").GetRawText());
        Assert.Empty(await bench.WaitingAsync());
    }

    [Fact]
    public async Task What_was_said_last_holds_whichever_session_is_extracted_last()
    {
        await using var bench = new ExtractionEngine(model: null);
        await bench.PutAsync(Message("1", "I live in Kyoto now.", minute: 90));
        await bench.SettleAsync();
        await bench.PutAsync(
            MemoryStrategy.Default, [Message("1", "I live in Oslo.")], ExtractionEngine.Key with { SessionId = "an earlier one" });
        await bench.SettleAsync();

        var home = Assert.Single(await bench.MemoriesAsync());

        Assert.Equal("User lives in Kyoto.", home.Text);
        Assert.Equal(["Kyoto"], home.Entities);
        Assert.Equal(Now.AddMinutes(90), home.Metadata.GetProperty("as_of").GetDateTimeOffset());
        Assert.Equal("I live in Kyoto", home.Metadata.GetProperty("quote").GetString());
    }

    [Fact]
    public async Task A_memory_knows_what_was_said_where_it_comes_from_until_its_text_is_edited()
    {
        await using var bench = new ExtractionEngine(model: null);
        await bench.PutAsync(
            Message("a", "Hello."), Message("b", "Which town is home to you?", "assistant", minute: 1),
            Message("c", "I live in Oslo. " + new string('x', 600), minute: 2), Message("d", "I see.", "assistant", minute: 3));
        await bench.SettleAsync();
        var home = Assert.Single(await bench.MemoriesAsync());
        Assert.Equal("Which town is home to you?\nI live in Oslo. " + new string('x', 484), home.Context);

        await bench.Engine.Memories.UpdateAsync(
            Engine.Everything, home.Key.AsLookup(), new MemoryEdit { Topics = ["home"] }, WriteCondition.None, CancellationToken.None);
        Assert.NotNull(Assert.Single(await bench.MemoriesAsync()).Context);
        await bench.Engine.Memories.UpdateAsync(
            Engine.Everything, home.Key.AsLookup(), new MemoryEdit { Text = "User lives in Bergen." }, WriteCondition.None,
            CancellationToken.None);

        Assert.Null(Assert.Single(await bench.MemoriesAsync()).Context);
    }

    [Fact]
    public async Task For_preferences_only_those_are_kept()
    {
        await using var bench = new ExtractionEngine(model: null);
        await bench.PutAsync("preferences", "{}", Message("a", "I live in Oslo. I love jazz."));

        await bench.SettleAsync();

        var memory = Assert.Single(await bench.MemoriesAsync());
        Assert.Contains("jazz", memory.Text, StringComparison.Ordinal);
    }
}
