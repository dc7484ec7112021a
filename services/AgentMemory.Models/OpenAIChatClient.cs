using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace AgentMemory.Models;

/// <summary>One call to one endpoint by the OpenAI SDK. Repetitions: <see cref="ResilientChatClient"/>.</summary>
internal sealed class OpenAIChatClient : IChatClient
{
    /// <summary>The SDK insists on a key; servers that need none ignore it.</summary>
    private const string NoKey = "none";

    /// <summary>What a model that thinks first may think; providers count it as part of the answer.</summary>
    private const int ThinkingTokens = 16_000;

    private readonly ChatModelOptions _options;
    private readonly OpenAI.Chat.ChatClient _client;
    private readonly HttpClient _http;
    private readonly ChatClientMetadata _metadata;

    public OpenAIChatClient(ChatModelOptions options, TimeProvider time)
    {
        _options = options;
        _http = ProviderHandler.CreateClient(options, time);
        var clientOptions = new OpenAIClientOptions
        {
            Endpoint = options.Endpoint,
            Transport = new HttpClientPipelineTransport(_http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            ClientLoggingOptions = new() { EnableLogging = false },
        };
        _client = new(options.Model, new ApiKeyCredential(options.ApiKey ?? NoKey), clientOptions);
        _metadata = new("openai", options.Endpoint, options.Model);
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var thinks = Thinks(_options.Model);
        if (thinks && options?.MaxOutputTokens is { } limit)
        {
            options = options.Clone();
            options.MaxOutputTokens = limit + ThinkingTokens;
        }
        var isNewest = thinks || _options.Provider is ChatProvider.OpenAI or ChatProvider.Azure;
        using var content = BinaryContent.Create(ChatProtocol.Request(
            _options.Model, messages, options, isNewest ? "max_completion_tokens" : "max_tokens"));
        var body = await CallAsync(content, cancellationToken);
        try
        {
            return ChatProtocol.ReadResponse(body);
        }
        catch (FormatException failure)
        {
            throw Failure(ProviderFailure.Answer, $"answered with something else: {failure.Message}");
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Nothing here reads an answer before it is whole.
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() => _http.Dispose();

    private async Task<ReadOnlyMemory<byte>> CallAsync(BinaryContent content, CancellationToken cancellationToken)
    {
        try
        {
            var result = await _client.CompleteChatAsync(content, new() { CancellationToken = cancellationToken });
            return result.GetRawResponse().Content.ToMemory();
        }
        catch (Exception failure) when (failure is ClientResultException or HttpRequestException or IOException)
        {
            throw Failure(ProviderFailure.Passing, "broke off its answer");
        }
    }

    private static bool Thinks(string model)
    {
        var name = model[(model.LastIndexOf('/') + 1)..];
        return name.StartsWith("gpt-5", StringComparison.OrdinalIgnoreCase)
            || (name is ['o' or 'O', >= '1' and <= '9', ..] && (name.Length == 2 || name[2] == '-'));
    }

    private ProviderException Failure(ProviderFailure failure, string what) =>
        new(failure, $"Model {_options.Model} at {_options.Endpoint.Authority} {what}");
}
