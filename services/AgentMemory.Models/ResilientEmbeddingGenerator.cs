using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace AgentMemory.Models;

/// <summary>
/// Cuts texts to the model's window, sends them in batches, in order, and repeats what failed for the moment: bounded in
/// time, in attempts and in calls under way.
/// </summary>
internal sealed class ResilientEmbeddingGenerator : DelegatingEmbeddingGenerator<string, Embedding<float>>
{
    private const int BatchTexts = 128;
    private const int BatchTokens = 100_000;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);

    private readonly EmbeddingOptions _options;
    private readonly ResiliencePipeline _pipeline;
    private readonly SemaphoreSlim _slots;

    public ResilientEmbeddingGenerator(IEmbeddingGenerator<string, Embedding<float>> inner, EmbeddingOptions options)
        : base(inner)
    {
        _options = options;
        _slots = new(options.Concurrency, options.Concurrency);
        var pipeline = new ResiliencePipelineBuilder().AddTimeout(options.TotalTimeout);
        if (options.MaximumRetries > 0)
        {
            pipeline.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaximumRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = LongestDelay,
                ShouldHandle = attempt => new(
                    attempt.Outcome.Exception is TimeoutRejectedException or EmbeddingException { IsTransient: true }),
                DelayGenerator = attempt => new(Asked(attempt.Outcome.Exception)),
            });
        }
        _pipeline = pipeline.Build();
    }

    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var all = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var batch in Batches(values))
        {
            var embeddings = await GenerateBatchAsync(batch, options, cancellationToken);
            all.AddRange(embeddings);
            if (embeddings.Usage is { } usage)
                (all.Usage ??= new()).Add(usage);
        }
        return all;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _slots.Dispose();
        base.Dispose(disposing);
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> GenerateBatchAsync(
        List<string> batch, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(
                async token => await CallAsync(batch, options, token), cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            throw new EmbeddingException($"Embedding model {_options.Model} did not answer in time", isTransient: true);
        }
    }

    /// <summary>Waiting for a slot does not count against the call's time, only against the batch's.</summary>
    private async Task<GeneratedEmbeddings<Embedding<float>>> CallAsync(
        List<string> batch, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        using var call = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        call.CancelAfter(_options.CallTimeout);
        try
        {
            return await base.GenerateAsync(batch, options, call.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutRejectedException(_options.CallTimeout);
        }
        finally
        {
            _slots.Release();
        }
    }

    private static TimeSpan? Asked(Exception? failure) =>
        failure is EmbeddingException { RetryAfter: { } asked } && asked <= LongestDelay ? asked : null;

    private IEnumerable<List<string>> Batches(IEnumerable<string> values)
    {
        var batch = new List<string>();
        var tokens = 0;
        foreach (var value in values)
        {
            var text = EmbeddingInput.Truncate(value, _options.MaximumTokens);
            var size = EmbeddingInput.EstimateTokens(text);
            if (batch.Count == BatchTexts || (batch.Count > 0 && tokens + size > BatchTokens))
            {
                yield return batch;
                (batch, tokens) = ([], 0);
            }
            batch.Add(text);
            tokens += size;
        }
        if (batch.Count > 0)
            yield return batch;
    }
}
