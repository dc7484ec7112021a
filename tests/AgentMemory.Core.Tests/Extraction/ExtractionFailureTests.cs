using AgentMemory.Events;
using AgentMemory.Extraction;
using AgentMemory.LanguageModels;
using AgentMemory.Tasks;
using Microsoft.Extensions.DependencyInjection;
using static AgentMemory.Tests.Extraction.Answers;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Extraction;

/// <summary>A model that fails loses nothing, and what it cannot do holds nothing else up (T25b).</summary>
[Trait("Trap", "T25b")]
public sealed class ExtractionFailureTests
{
    private static readonly Exception Refusal = new ModelException(ModelFailure.Refused, "Model recorded refuses this input");

    [Theory]
    [InlineData(ModelFailure.Unavailable, "model_unavailable")]
    [InlineData(ModelFailure.BudgetExhausted, "budget_exhausted")]
    public async Task While_the_model_is_not_there_messages_wait_and_the_session_says_why(ModelFailure failure, string reason)
    {
        var until = Now.AddMinutes(7);
        var model = new RecordedModel(_ => throw new ModelException(failure, "Not now", until));
        await using var bench = new ExtractionEngine(model);
        await bench.PutAsync(Message("a", "I like tea"));

        var postponed = await Assert.ThrowsAsync<TaskPostponedException>(bench.ExtractAsync);

        Assert.Equal((until, "Not now"), (postponed.Until, postponed.Message));
        Assert.Equal(["a"], await bench.WaitingAsync());
        var detail = Assert.Single(await bench.EventsAsync(EventKinds.ExtractionPaused)).Detail!.Value;
        Assert.Equal($$"""{"reason":"{{reason}}","until":"2026-05-01T12:07:00.0000000Z"}""", detail.GetRawText());

        model.Answer = OneFactPerMessage;
        await bench.ExtractAsync();
        Assert.Equal(["User said I like tea"], await bench.TextsAsync());
    }

    [Fact]
    public async Task A_message_the_model_refuses_is_given_up_alone()
    {
        var model = new RecordedModel(question =>
            question.Input.Contains("unspeakable", StringComparison.Ordinal) && Labels(question).Any(line => line.Text == "unspeakable")
                ? throw Refusal
                : OneFactPerMessage(question));
        await using var bench = new ExtractionEngine(model);
        await bench.PutAsync(
            [.. Enumerable.Range(0, 40).Select(i => Message($"id{i}", i == 11 ? "unspeakable" : $"Word number {i}", minute: i - 60))]);

        await bench.SettleAsync();

        Assert.Equal(39, (await bench.MemoriesAsync()).Count);
        Assert.Empty(await bench.WaitingAsync());
        Assert.InRange(model.Calls, 5, 16);
        Assert.Contains(
            await bench.EventsAsync(EventKinds.ExtractionCompleted),
            entry => entry.Detail!.Value.GetProperty("refused").TryGetProperty("refused_by_model", out var count) && count.GetInt32() == 1);
    }

    [Fact]
    public async Task A_message_no_answer_can_be_used_for_waits_alone_and_is_tried_again()
    {
        var broken = true;
        var model = new RecordedModel(question =>
            broken && Labels(question).Any(line => line.Text == "garble") ? "{\"memories\": [" : OneFactPerMessage(question));
        await using var bench = new ExtractionEngine(model);
        await bench.PutAsync(
            [.. Enumerable.Range(0, 30).Select(i => Message($"id{i}", i == 3 ? "garble" : $"Word number {i}", minute: i - 60))]);

        var failure = await Assert.ThrowsAsync<ModelException>(bench.ExtractAsync);

        Assert.Equal(ModelFailure.InvalidAnswer, failure.Failure);
        Assert.Equal(["id3"], await bench.WaitingAsync());
        Assert.Equal(29, (await bench.MemoriesAsync()).Count);

        broken = false;
        await bench.ExtractAsync();
        Assert.Equal(30, (await bench.MemoriesAsync()).Count);
    }

    [Fact]
    [Trait("Trap", "T25b")]
    public async Task A_model_whose_answers_are_all_useless_is_not_asked_about_every_message()
    {
        var model = new RecordedModel(_ => "no JSON");
        await using var bench = new ExtractionEngine(model);
        await bench.PutAsync([.. Enumerable.Range(0, 40).Select(i => Message($"id{i}", $"Word number {i}", minute: i - 60))]);

        await Assert.ThrowsAsync<ModelException>(bench.ExtractAsync);

        // 20, 10, 5, 2 messages and three of them alone, each asked three times at most.
        Assert.InRange(model.Calls, 1, 21);
        Assert.Equal(40, (await bench.WaitingAsync()).Length);
    }

    [Fact]
    public async Task A_strategy_that_takes_too_long_is_stopped_and_tried_again_later()
    {
        var own = new OwnStrategy(async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return new ExtractionResult([]);
        });
        await using var bench = new ExtractionEngine(
            null, new EngineOptions { ModelTaskTimeout = TimeSpan.FromMilliseconds(100) },
            services => services.AddSingleton<IExtractionStrategy>(own));
        await bench.PutAsync("own", "{}", Message("a", "Hello"));

        var postponed = await Assert.ThrowsAsync<TaskPostponedException>(bench.ExtractAsync);

        Assert.Contains("LLM_TASK_TIMEOUT_MINUTES", postponed.Message, StringComparison.Ordinal);
        Assert.Equal(["a"], await bench.WaitingAsync());
    }

    [Fact]
    public async Task Custom_prompts_wait_for_a_model_to_be_configured()
    {
        await using var bench = new ExtractionEngine(model: null);
        await bench.PutAsync("custom", """{"custom_prompt":"Find hobbies"}""", Message("a", "I paint"));

        await bench.SettleAsync();

        Assert.Equal(["a"], await bench.WaitingAsync());
        var detail = Assert.Single(await bench.EventsAsync(EventKinds.ExtractionPaused)).Detail!.Value;
        Assert.Equal("no_model", detail.GetProperty("reason").GetString());
        Assert.Equal(new TaskCounts(0, 0, 0), await bench.Engine.Queue.CountAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_strategy_nobody_registers_any_more_fails_by_name_and_loses_nothing()
    {
        await using var bench = new ExtractionEngine(new RecordedModel(Nothing));
        await bench.PutAsync("gone", "{}", Message("a", "Hello"));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(bench.ExtractAsync);

        Assert.Contains("'gone'", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["a"], await bench.WaitingAsync());
    }
}
