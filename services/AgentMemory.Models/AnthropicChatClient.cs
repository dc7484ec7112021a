using System.Text.Json;
using Anthropic;
using Anthropic.Exceptions;
using Microsoft.Extensions.AI;

namespace AgentMemory.Models;

/// <summary>One call to Anthropic by its SDK, whose protocol has no temperature any more: it is always the 1.0 of the contract.
/// Repetitions: <see cref="ResilientChatClient"/>.</summary>
internal sealed class AnthropicChatClient : DelegatingChatClient
{
    /// <summary>Anthropic asks for a limit with every call.</summary>
    private const int DefaultAnswerTokens = 8192;

    /// <summary>The most that the models of the third generation write.</summary>
    private const int OldAnswerTokens = 4096;

    private static readonly string[] OldModels = ["claude-3-opus", "claude-3-sonnet", "claude-3-haiku"];

    private readonly ChatModelOptions _options;
    private readonly AnthropicClient _client;

    public AnthropicChatClient(ChatModelOptions options, TimeProvider time)
        : this(options, CreateClient(options, time))
    {
    }

    private AnthropicChatClient(ChatModelOptions options, AnthropicClient client)
        : base(client.AsIChatClient(options.Model, DefaultAnswerTokens)) => (_options, _client) = (options, client);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (OldModels.Any(old => _options.Model.StartsWith(old, StringComparison.Ordinal)))
        {
            options = options?.Clone() ?? new();
            options.MaxOutputTokens = Math.Min(options.MaxOutputTokens ?? OldAnswerTokens, OldAnswerTokens);
        }
        try
        {
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }
        catch (Exception failure) when (failure is JsonException or AnthropicInvalidDataException)
        {
            throw Failure(ProviderFailure.Answer, "answered with something else: the answer is not a message");
        }
        catch (Exception failure) when (failure is AnthropicException or HttpRequestException or IOException)
        {
            throw Failure(ProviderFailure.Passing, "broke off its answer");
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _client.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Every credential is set, to nothing where there is none: the SDK would look for its own in the environment.</summary>
    private static AnthropicClient CreateClient(ChatModelOptions options, TimeProvider time) => new()
    {
        ApiKey = options.ApiKey,
        AuthToken = null,
        BaseUrl = options.Endpoint.AbsoluteUri.TrimEnd('/'),
        HttpClient = ProviderHandler.CreateClient(options, time),
        MaxRetries = 0,
        Timeout = options.CallTimeout,
    };

    private ProviderException Failure(ProviderFailure failure, string what) =>
        new(failure, $"Model {_options.Model} at {_options.Endpoint.Authority} {what}");
}
