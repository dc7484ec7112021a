using System.Diagnostics;
using AgentMemory.LanguageModels;
using AgentMemory.ModelServers;

namespace AgentMemory.Models.Tests;

/// <summary>What a caller sees of a provider that fails, in both protocols.</summary>
public abstract class ChatFailureTests(ModelProtocol protocol) : IAsyncLifetime
{
    private ModelServer _server = null!;

    public async Task InitializeAsync() => _server = await ModelServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(529)]
    public async Task A_passing_failure_is_repeated(int status)
    {
        _server.Instead.Enqueue(ModelBehaviour.Refuse(status));
        _server.Instead.Enqueue(ModelBehaviour.Refuse(status));
        await using var model = Model();

        var answer = await model.AskAsync();

        Assert.Equal("Hello", answer.Text);
        Assert.Equal(3, _server.Calls);
    }

    [Fact]
    public async Task Retry_after_is_waited_for()
    {
        _server.Instead.Enqueue(ModelBehaviour.Refuse(429, TimeSpan.FromSeconds(1)));
        await using var model = Model();
        var started = Stopwatch.GetTimestamp();

        await model.AskAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.95, 15);
    }

    [Fact]
    public async Task A_provider_that_asks_for_a_long_wait_is_left_alone_and_the_caller_told_until_when()
    {
        _server.Behaviour = ModelBehaviour.Refuse(429, TimeSpan.FromMinutes(5));
        await using var model = Model();

        var failure = await model.FailAsync();

        Assert.Equal(ModelFailure.Unavailable, failure.Failure);
        Assert.Equal(5, (failure.RetryAt!.Value - DateTimeOffset.UtcNow).TotalMinutes, tolerance: 0.5);
        Assert.Equal(1, _server.Calls);
    }

    [Fact]
    public async Task Repetitions_end_and_the_message_quotes_neither_question_nor_answer()
    {
        _server.Behaviour = ModelBehaviour.Refuse(500, complaint: "You asked about my secret");
        await using var model = Model();

        var failure = await model.FailAsync("my secret");

        Assert.Equal(3, _server.Calls);
        Assert.Equal(ModelFailure.Unavailable, failure.Failure);
        Assert.Equal($"Model test-model at {_server.Root.Authority} answered HTTP 500", failure.Message);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "_API_KEY")]
    [InlineData(403, "_API_KEY")]
    [InlineData(402, "check the provider's account")]
    [InlineData(404, "check GENERATION_MODEL and the address")]
    [InlineData(302, "answered HTTP 302")]
    public async Task What_an_operator_must_mend_is_not_repeated_and_says_what_to_check(int status, string advice)
    {
        _server.Behaviour = ModelBehaviour.Refuse(status);
        await using var model = Model();

        var failure = await model.FailAsync();

        Assert.Equal(ModelFailure.Unavailable, failure.Failure);
        Assert.Contains(advice, failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, _server.Calls);
    }

    [Fact]
    public async Task A_call_that_hangs_is_given_up_and_repeated()
    {
        _server.Instead.Enqueue(ModelBehaviour.Hang);
        await using var model = Model(options => options with { CallTimeout = TimeSpan.FromMilliseconds(500) });

        await model.AskAsync();

        Assert.Equal(2, _server.Calls);
    }

    [Fact]
    public async Task A_server_that_always_hangs_ends_in_time()
    {
        _server.Behaviour = ModelBehaviour.Hang;
        await using var model = Model(options => options with { CallTimeout = TimeSpan.FromMilliseconds(200) });

        var failure = await model.FailAsync();

        Assert.Equal(ModelFailure.Unavailable, failure.Failure);
        Assert.Contains("did not answer within 0.2 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, _server.Calls);
    }

    [Fact]
    public async Task A_cancelled_caller_is_not_told_of_a_time_out()
    {
        _server.Behaviour = ModelBehaviour.Hang;
        await using var model = Model();
        using var caller = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => model.AskAsync(cancellationToken: caller.Token));
    }

    [Fact]
    public async Task An_endpoint_that_is_not_there_is_unavailable()
    {
        await using var model = Model(options => options with { Endpoint = new("http://127.0.0.1:1/v1") });

        var failure = await model.FailAsync();

        Assert.Equal(ModelFailure.Unavailable, failure.Failure);
        Assert.Equal("Model test-model at 127.0.0.1:1 cannot be reached", failure.Message);
    }

    [Fact]
    public async Task An_answer_of_another_protocol_is_invalid()
    {
        _server.Behaviour = ModelBehaviour.NotTheProtocol;
        await using var model = Model();

        var failure = await model.FailAsync();

        Assert.Equal(ModelFailure.InvalidAnswer, failure.Failure);
        Assert.Contains("answered with something else", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("log in", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_too_large_is_refused()
    {
        _server.Behaviour = ModelBehaviour.Refuse(413);
        await using var model = Model();

        Assert.Equal(ModelFailure.Refused, (await model.FailAsync()).Failure);
        Assert.Equal(1, _server.Calls);
    }

    [Fact]
    public async Task A_text_the_provider_objects_to_is_refused()
    {
        _server.Refuses = request => request.User.Contains("bomb", StringComparison.Ordinal) ? "content policy" : null;
        await using var model = Model();

        Assert.Equal(ModelFailure.Refused, (await model.FailAsync("bomb")).Failure);
    }

    [Fact]
    public async Task An_account_that_is_refused_everything_is_not_taken_for_a_refused_text()
    {
        _server.Refuses = _ => "Your credit balance is too low";
        await using var model = Model();

        var failure = await model.FailAsync();

        Assert.Equal(ModelFailure.Unavailable, failure.Failure);
        Assert.Contains("check GENERATION_MODEL and the provider's account", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_under_way_are_limited()
    {
        _server.Behaviour = ModelBehaviour.Slow(TimeSpan.FromMilliseconds(50));
        await using var model = Model(options => options with { Concurrency = 2 });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => model.AskAsync()));

        Assert.Equal(8, _server.Calls);
        Assert.Equal(2, _server.MostUnderWay);
    }

    [Fact]
    public async Task A_provider_that_keeps_failing_is_left_alone_until_it_may_work_again()
    {
        _server.Behaviour = ModelBehaviour.Refuse(500);
        await using var model = Model(options => options with
        {
            MaximumRetries = 0,
            FailuresBeforeBreak = 3,
            Break = TimeSpan.FromSeconds(2),
        });
        for (var call = 0; call < 3; call++)
            Assert.True((await model.FailAsync()).IsAsked);
        _server.Behaviour = ModelBehaviour.Well;

        var failure = await model.FailAsync();

        Assert.Equal(ModelFailure.Unavailable, failure.Failure);
        Assert.False(failure.IsAsked);
        Assert.InRange(failure.RetryAt!.Value - DateTimeOffset.UtcNow, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.Equal(3, _server.Calls);

        await Task.Delay(failure.RetryAt.Value - DateTimeOffset.UtcNow + TimeSpan.FromMilliseconds(200));
        Assert.Equal("Hello", (await model.AskAsync()).Text);
    }

    private ChatModel Model(Func<ChatModelOptions, ChatModelOptions>? change = null) => new(_server, protocol, change);
}

public sealed class OpenAIFailureTests() : ChatFailureTests(ModelProtocol.OpenAI);

public sealed class AnthropicFailureTests() : ChatFailureTests(ModelProtocol.Anthropic);
