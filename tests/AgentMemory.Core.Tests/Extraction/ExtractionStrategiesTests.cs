using System.Text.Json;
using AgentMemory.Extraction;
using AgentMemory.LongTermMemory;
using Microsoft.Extensions.DependencyInjection;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Extraction;

[Trait("Spec", "10.6")]
public sealed class ExtractionStrategiesTests
{
    private static readonly OwnStrategy Own = new((request, _) => Task.FromResult(new ExtractionResult(
    [
        new ExtractedMemory { Text = "Colour: red", Sources = [request.Messages[0].Id], Quote = "red one", Metadata = Colour },
        new ExtractedMemory { Text = "Colour: blue", Sources = [request.Messages[0].Id], Quote = "blue one" },
        new ExtractedMemory { Text = "Colour: green", Sources = ["elsewhere"], Quote = "red one" },
    ])));

    private static Dictionary<string, JsonElement> Colour => new() { ["hue"] = JsonDocument.Parse("0").RootElement };

    [Fact]
    public async Task An_applications_own_strategy_runs_without_a_model_and_is_checked_like_any_other()
    {
        await using var bench = new ExtractionEngine(null, configure: services => services.AddSingleton<IExtractionStrategy>(Own));
        await bench.PutAsync("own", """{"any":[1,2]}""", Message("a", "I take the red one"));

        await bench.SettleAsync();

        var memory = Assert.Single(await bench.MemoriesAsync());
        Assert.Equal(("Colour: red", "own"), (memory.Text, memory.ExtractionStrategy));
        Assert.Equal("""{"any":[1,2]}""", memory.ExtractionStrategyConfig.GetRawText());
        Assert.Equal("""{"hue":0,"quote":"red one"}""", memory.Metadata.GetRawText());
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_at_start()
    {
        await using var bench = new ExtractionEngine(
            null, configure: services => services.AddSingleton<IExtractionStrategy>(new OwnStrategy(null!, "summary")));

        var refusal = Assert.Throws<InvalidOperationException>(() => bench.Engine.Get<ExtractionStrategies>());

        Assert.Contains("'summary' is registered twice", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_built_in_strategies_come_first()
    {
        await using var bench = new ExtractionEngine(null, configure: services => services.AddSingleton<IExtractionStrategy>(Own));

        Assert.Equal(["discrete", "summary", "preferences", "custom", "own"], bench.Engine.Get<ExtractionStrategies>().Names);
    }

    [Theory]
    [InlineData("discrete", "{}", "discrete semantic", "factual", "episodic")]
    [InlineData("summary", "{\"max_summary_length\":120}", "summaries", "120 words")]
    [InlineData("preferences", "{}", "preferences", "settings", "actionable")]
    [InlineData("custom", "{\"custom_prompt\":\"x\"}", "custom extraction prompt", "prompt template")]
    public async Task Each_says_what_it_extracts(string name, string config, params string[] words)
    {
        await using var bench = new ExtractionEngine(null);

        var description = bench.Engine.Get<ExtractionStrategies>().Find(name)!.Describe(JsonDocument.Parse(config).RootElement);

        Assert.All(words, word => Assert.Contains(word, description, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("discrete", """{"x":1}""", "x")]
    [InlineData("preferences", """{"x":1}""", "x")]
    [InlineData("summary", """{"max_summary_length":0}""", "max_summary_length")]
    [InlineData("summary", """{"max_summary_length":1.5}""", "max_summary_length")]
    [InlineData("summary", """{"summary_version":1}""", "summary_version")]
    [InlineData("summary", """{"topics":["a",1]}""", "topics")]
    [InlineData("summary", """{"length":1}""", "length")]
    [Trait("Trap", "T25")]
    public async Task Options_that_could_not_work_are_named(string name, string config, string option)
    {
        await using var bench = new ExtractionEngine(null);
        var strategy = bench.Engine.Get<ExtractionStrategies>().Find(name)!;

        Assert.Equal(option, Assert.Single(strategy.Validate(JsonDocument.Parse(config).RootElement)).Option);
    }

    [Fact]
    public async Task Preferences_are_always_semantic_and_undated()
    {
        var fact = Answers.Fact("User prefers tea.", "prefer tea", "m1");
        fact["type"] = "episodic";
        fact["event_date"] = "2026-05-01";
        var model = new RecordedModel(Answers.Of(fact));
        await using var bench = new ExtractionEngine(model);
        await bench.PutAsync("preferences", "{}", Message("a", "I prefer tea"));

        await bench.SettleAsync();

        var memory = Assert.Single(await bench.MemoriesAsync());
        Assert.Equal((MemoryType.Semantic, null, "preferences"), (memory.MemoryType, memory.EventDate, memory.ExtractionStrategy));
    }
}
