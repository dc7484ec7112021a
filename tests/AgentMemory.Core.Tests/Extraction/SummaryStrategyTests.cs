using System.Text.Json.Nodes;
using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using static AgentMemory.Tests.Extraction.Answers;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Extraction;

[Trait("Spec", "10.7")]
public sealed class SummaryStrategyTests
{
    [Theory]
    [InlineData("ns", "u1", "thread_summary_ad07fdfc2af906b0cecdb4de")]
    [InlineData(null, null, "thread_summary_56c87d74b12d48a270419510")]
    [Trait("Spec", "16")]
    public async Task Its_id_is_the_sessions(string? @namespace, string? user, string id)
    {
        await using var bench = new ExtractionEngine(new RecordedModel(Of(Summary("They said hello."))));
        await bench.PutAsync(new MemoryStrategy { Strategy = "summary" }, [Message("m1", "Hello")], new(new Owner(@namespace, user), "s1"));

        await bench.SettleAsync();

        Assert.Equal(id, Assert.Single(await bench.MemoriesAsync()).Id);
    }

    [Fact]
    [Trait("Spec", "16")]
    public async Task It_says_exactly_which_conversation_it_sums_up()
    {
        await using var bench = new ExtractionEngine(new RecordedModel(Of(
            Summary("They said hello.", ["talk"], ["Oslo"]), Summary("They went.", ["weather"], ["Acme"]))));
        await bench.PutAsync("summary", """{"topics":["zoo","talk"]}""", Hello, Hi);

        await bench.SettleAsync();

        var summary = Assert.Single(await bench.MemoriesAsync());
        Assert.Equal("They said hello.\n\nThey went.", summary.Text);
        Assert.Equal((MemoryType.Semantic, "summary"), (summary.MemoryType, summary.ExtractionStrategy));
        Assert.Equal(["talk", "thread-summary", "weather", "zoo"], summary.Topics);
        Assert.Equal(["Acme", "Oslo"], summary.Entities);
        Assert.Equal(["m1", "m2"], summary.ExtractedFrom);
        var expected = new JsonObject
        {
            ["source_session_id"] = "s1",
            ["message_count"] = 2,
            ["source_message_ids"] = new JsonArray("m1", "m2"),
            ["source_created_at_min"] = "2026-05-01T12:00:00+00:00",
            ["source_created_at_max"] = "2026-05-01T12:01:00+00:00",
            ["source_message_fingerprint"] = "a1ad0c941ff6e4594e2430de9a4d1bd148fdbf844a183009116caacba4ec4450",
            ["summary_version"] = "thread-summary-v1",
            ["model"] = "recorded",
        };
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(summary.Metadata.GetRawText())), summary.Metadata.GetRawText());
    }

    [Fact]
    [Trait("Spec", "15.18")]
    public async Task A_session_that_goes_on_has_its_whole_thread_summed_up_again_in_place()
    {
        var model = new RecordedModel(question => Of(Summary($"{Labels(question).Count} messages were exchanged.")));
        await using var bench = new ExtractionEngine(model);
        await bench.PutAsync("summary", "{}", Hello);
        await bench.SettleAsync();
        await bench.AppendAsync(Hi);
        await bench.SettleAsync();

        Assert.Equal(["2 messages were exchanged."], await bench.TextsAsync());
        Assert.Empty(await bench.WaitingAsync());
        Assert.Equal(2, model.Calls);
    }

    [Fact]
    [Trait("Spec", "15.18")]
    public async Task An_unchanged_thread_asks_no_model()
    {
        var model = new RecordedModel(Of(Summary("They said hello.")));
        await using var bench = new ExtractionEngine(model);
        await bench.PutAsync("summary", "{}", Hello, Hi);
        await bench.SettleAsync();

        // Deleted and sent again: nothing is stamped any more, and the thread is the same.
        await bench.Engine.Sessions.DeleteAsync(Engine.Everything, new("s1", "demo", "alice"), WriteCondition.None, CancellationToken.None);
        await bench.PutAsync("summary", "{}", Hello, Hi);
        await bench.SettleAsync();
        Assert.Equal(1, model.Calls);
        Assert.Empty(await bench.WaitingAsync());

        await bench.PutAsync("summary", """{"summary_version":"v2"}""", Hello, Hi, Message("m3", "Bye", minute: 2));
        await bench.SettleAsync();
        Assert.Equal(2, model.Calls);
    }

    [Fact]
    public async Task A_thread_larger_than_the_model_is_summed_up_part_by_part_nothing_left_out()
    {
        var model = new RecordedModel(question => Of(Summary($"{Labels(question).Count} messages were exchanged."))) { Window = 3000 };
        await using var bench = new ExtractionEngine(model);
        await bench.PutAsync("summary", "{}", [.. Enumerable.Range(0, 40).Select(i => Message($"m{i}", new string((char)('a' + i % 26), 400), minute: i))]);

        await bench.SettleAsync();

        Assert.InRange(model.Calls, 4, 8);
        Assert.Equal(40, model.Questions.Sum(question => Labels(question).Count));
        Assert.All(model.Questions.Skip(1), question => Assert.Contains("messages were exchanged.", question.Input, StringComparison.Ordinal));
        Assert.Equal(40, Assert.Single(await bench.MemoriesAsync()).Metadata.GetProperty("message_count").GetInt32());
    }

    [Fact]
    public async Task Without_a_model_it_is_made_of_the_conversations_own_sentences_and_says_so()
    {
        await using var bench = new ExtractionEngine(model: null);
        await bench.PutAsync(
            "summary", "{}", Message("m1", "I moved to Oslo in April because Acme opened an office there."),
            Message("m2", "Congratulations on the move to Oslo!", "assistant", minute: 1));

        await bench.SettleAsync();

        var summary = Assert.Single(await bench.MemoriesAsync());
        Assert.Equal("summary", summary.ExtractionStrategy);
        Assert.Contains("Oslo", summary.Text, StringComparison.Ordinal);
        Assert.Contains("thread-summary", summary.Topics!);
        Assert.Equal("deterministic", summary.Metadata.GetProperty("made_by").GetString());
    }

    private static MemoryMessage Hello => Message("m1", "Hello");

    private static MemoryMessage Hi => Message("m2", "Hi", "assistant", minute: 1);

    private static JsonObject Summary(string text, string[]? topics = null, string[]? entities = null) => new()
    {
        ["type"] = "semantic",
        ["text"] = text,
        ["topics"] = new JsonArray([.. (topics ?? []).Select(topic => (JsonNode)topic)]),
        ["entities"] = new JsonArray([.. (entities ?? []).Select(entity => (JsonNode)entity)]),
    };
}
