using AgentMemory.LanguageModels;
using AgentMemory.ModelServers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Models.Tests;

/// <summary>A model's client as the server composes it, pointed at a <see cref="ModelServer"/>.</summary>
internal sealed class ChatModel : IAsyncDisposable
{
    public const string Schema = """{"type":"object","properties":{"word":{"type":"string","default":"x"}}}""";

    private readonly ServiceProvider _services;

    public ChatModel(ModelServer server, ModelProtocol protocol, Func<ChatModelOptions, ChatModelOptions>? change = null)
    {
        var options = new ChatModelOptions
        {
            Model = "test-model",
            Provider = protocol == ModelProtocol.Anthropic ? ChatProvider.Anthropic : ChatProvider.Compatible,
            Endpoint = protocol == ModelProtocol.Anthropic ? server.Root : server.OpenAIBase,
            ApiKey = "key-1",
            ContextWindow = 16_000,
            RetryDelay = TimeSpan.FromMilliseconds(5),
            FailuresBeforeBreak = 100,
        };
        options = change?.Invoke(options) ?? options;
        _services = new ServiceCollection().AddLanguageModels(options, null).BuildServiceProvider();
        Client = _services.GetRequiredKeyedService<IChatClient>(options);
    }

    public IChatClient Client { get; }

    public Task<ChatResponse> AskAsync(string user = "Hello", ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Client.GetResponseAsync(
            [new(ChatRole.System, "Be brief."), new(ChatRole.User, user)],
            options ?? new() { Temperature = 1 }, cancellationToken);

    public Task<ChatResponse> AskForObjectAsync(string user = """{"word":"hello"}""") => AskAsync(user, new()
    {
        Temperature = 1,
        ResponseFormat = ChatResponseFormat.ForJsonSchema(System.Text.Json.JsonElement.Parse(Schema), "answer"),
    });

    public async Task<ModelException> FailAsync(string user = "Hello") =>
        await Assert.ThrowsAsync<ModelException>(() => AskAsync(user));

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
