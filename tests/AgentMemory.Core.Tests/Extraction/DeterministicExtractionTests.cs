using AgentMemory.Events;
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
    public async Task For_preferences_only_those_are_kept()
    {
        await using var bench = new ExtractionEngine(model: null);
        await bench.PutAsync("preferences", "{}", Message("a", "I live in Oslo. I love jazz."));

        await bench.SettleAsync();

        var memory = Assert.Single(await bench.MemoriesAsync());
        Assert.Contains("jazz", memory.Text, StringComparison.Ordinal);
    }
}
