using AgentMemory.LanguageModels;
using Microsoft.Extensions.AI;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace AgentMemory.Models;

/// <summary>
/// Repeats what failed for the moment, bounded in time, in attempts and in calls under way, and leaves an endpoint that keeps
/// failing alone for a while. What is left of a failure is a <see cref="ModelException"/>.
/// </summary>
internal sealed class ResilientChatClient : DelegatingChatClient
{
    private const double FailureRatio = 0.8;

    private const int LongestBreakFactor = 8;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Sampling = TimeSpan.FromMinutes(1);

    private readonly ChatModelOptions _options;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<ChatResponse> _pipeline;
    private readonly SemaphoreSlim _slots;

    public ResilientChatClient(IChatClient inner, ChatModelOptions options, TimeProvider time)
        : base(inner)
    {
        _options = options;
        _time = time;
        _slots = new(options.Concurrency, options.Concurrency);
        var pipeline = new ResiliencePipelineBuilder<ChatResponse> { TimeProvider = time };
        if (options.MaximumRetries > 0)
        {
            pipeline.AddRetry(new RetryStrategyOptions<ChatResponse>
            {
                MaxRetryAttempts = options.MaximumRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = LongestDelay,
                ShouldHandle = attempt => new(IsWorthRepeating(attempt.Outcome.Exception)),
                DelayGenerator = attempt => new((attempt.Outcome.Exception as ProviderException)?.RetryAfter),
            });
        }
        _pipeline = pipeline.AddCircuitBreaker(new CircuitBreakerStrategyOptions<ChatResponse>
        {
            FailureRatio = FailureRatio,
            MinimumThroughput = options.FailuresBeforeBreak,
            SamplingDuration = Sampling,
            BreakDurationGenerator = state => new(options.Break * Math.Min(
                Math.Pow(2, state.HalfOpenAttempts), LongestBreakFactor)),
            // What one request or answer is refused for says nothing about the next.
            ShouldHandle = attempt => new(attempt.Outcome.Exception is ProviderException
            {
                Failure: ProviderFailure.Passing or ProviderFailure.Lasting,
            }),
        }).Build();
    }

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _pipeline.ExecuteAsync(
                async token => await CallAsync(messages, options, token), cancellationToken);
        }
        catch (BrokenCircuitException broken)
        {
            throw new ModelException(
                ModelFailure.Unavailable, $"Model {_options.Model} at {_options.Endpoint.Authority} is left alone after many failures",
                In(broken.RetryAfter))
            {
                IsAsked = false,
            };
        }
        catch (ProviderException failure)
        {
            var kind = failure.Failure switch
            {
                ProviderFailure.Request => ModelFailure.Refused,
                ProviderFailure.Answer => ModelFailure.InvalidAnswer,
                _ => ModelFailure.Unavailable,
            };
            throw new ModelException(kind, failure.Message, In(failure.RetryAfter));
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _slots.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Waiting for a slot does not count against the call's time.</summary>
    private async Task<ChatResponse> CallAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        using var call = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        call.CancelAfter(_options.CallTimeout);
        try
        {
            return await base.GetResponseAsync(messages, options, call.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProviderException(
                ProviderFailure.Passing,
                $"Model {_options.Model} at {_options.Endpoint.Authority} did not answer within {_options.CallTimeout.TotalSeconds} s");
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>A provider that asks for more patience than ours is taken at its word: the caller comes back later.</summary>
    private static bool IsWorthRepeating(Exception? failure) =>
        failure is ProviderException { Failure: ProviderFailure.Passing } passing && !(passing.RetryAfter > LongestDelay);

    private DateTimeOffset? In(TimeSpan? delay) => delay is { } wait ? _time.GetUtcNow() + wait : null;
}
