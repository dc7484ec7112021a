using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Embeddings;
using EmbeddingGenerationOptions = Microsoft.Extensions.AI.EmbeddingGenerationOptions;

namespace AgentMemory.Models;

/// <summary>One call to one endpoint by the OpenAI SDK. Repetitions: <see cref="ResilientEmbeddingGenerator"/>.</summary>
internal sealed class OpenAIEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>The SDK insists on a key; servers that need none ignore it.</summary>
    private const string NoKey = "none";

    private readonly EmbeddingOptions _options;
    private readonly EmbeddingClient _client;
    private readonly HttpClient _http;
    private readonly EmbeddingGeneratorMetadata _metadata;

    public OpenAIEmbeddingGenerator(EmbeddingOptions options)
    {
        _options = options;
        // Redirects are refused, so that the key goes to the configured address only.
        _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var clientOptions = new OpenAIClientOptions
        {
            Endpoint = options.Endpoint,
            Transport = new HttpClientPipelineTransport(_http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = options.CallTimeout,
            ClientLoggingOptions = new() { EnableLogging = false },
        };
        _client = new(options.Model, new ApiKeyCredential(options.ApiKey ?? NoKey), clientOptions);
        _metadata = new("openai", options.Endpoint, options.Model, options.Dimensions);
    }

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var inputs = values as IReadOnlyList<string> ?? [.. values];
        using var content = BinaryContent.Create(EmbeddingsProtocol.Request(_options.Model, inputs));
        var body = await CallAsync(content, cancellationToken);
        try
        {
            var (vectors, tokens) = EmbeddingsProtocol.ReadResponse(body, inputs.Count);
            var embeddings = new GeneratedEmbeddings<Embedding<float>>(vectors.Length)
            {
                Usage = tokens is { } count ? new() { InputTokenCount = count, TotalTokenCount = count } : null,
            };
            foreach (var vector in vectors)
            {
                Check(vector);
                embeddings.Add(new(vector) { ModelId = _options.Model });
            }
            return embeddings;
        }
        catch (FormatException failure)
        {
            throw Failure($"answered with something else than embeddings: {failure.Message}", isTransient: false);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() => _http.Dispose();

    private async Task<ReadOnlyMemory<byte>> CallAsync(BinaryContent content, CancellationToken cancellationToken)
    {
        try
        {
            var result = await _client.GenerateEmbeddingsAsync(content, new() { CancellationToken = cancellationToken });
            return result.GetRawResponse().Content.ToMemory();
        }
        catch (ClientResultException failure) when (failure.Status == 0)
        {
            throw Failure("cannot be reached", isTransient: true);
        }
        catch (ClientResultException failure)
        {
            throw Refused(failure);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Failure("did not answer", isTransient: true);
        }
    }

    private EmbeddingException Refused(ClientResultException failure)
    {
        var advice = (HttpStatusCode)failure.Status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "; check OPENAI_API_KEY",
            HttpStatusCode.NotFound => "; check EMBEDDING_MODEL and the address",
            HttpStatusCode.TooManyRequests => "; its rate limit or quota is used up",
            _ => "",
        };
        var isTransient = failure.Status is 408 or 409 or 425 or 429 or >= 500;
        return Failure($"answered HTTP {failure.Status}{advice}", isTransient, RetryAfter(failure));
    }

    private static TimeSpan? RetryAfter(ClientResultException failure) =>
        failure.GetRawResponse() is { } response
        && response.Headers.TryGetValue("Retry-After", out var text)
        && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= TimeSpan.MaxValue.TotalSeconds / 2
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private void Check(float[] vector)
    {
        if (_options.Dimensions is { } dimensions && vector.Length != dimensions)
        {
            throw Failure($"answered with vectors of {vector.Length} numbers where {dimensions} were expected; "
                + "check EMBEDDING_MODEL and REDISVL_VECTOR_DIMENSIONS", isTransient: false);
        }
    }

    private EmbeddingException Failure(string what, bool isTransient, TimeSpan? retryAfter = null) =>
        new($"Embedding model {_options.Model} at {_options.Endpoint.Authority} {what}", isTransient, retryAfter);
}
