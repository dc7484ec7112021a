using System.Collections.Concurrent;
using AgentMemory.LanguageModels;
using AgentMemory.Usage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Tests;

/// <summary>
/// A language-model provider without a network, both roles of the engine. It answers what the test says and remembers what it
/// was asked; an exception the test throws is what the provider throws.
/// </summary>
internal sealed class ScriptedModel(Func<string, Task<string>> answer, int contextWindow = 128_000) : IChatClient
{
    public const string Name = "scripted";

    public ScriptedModel(Func<string, string> answer, int contextWindow = 128_000)
        : this(input => Task.FromResult(answer(input)), contextWindow)
    {
    }

    /// <summary>The inputs it was given, in order.</summary>
    public ConcurrentQueue<string> Inputs { get; } = new();

    public ConcurrentQueue<string> Instructions { get; } = new();

    public bool Down { get; set; }

    public void Register(IServiceCollection services) => services.AddSingleton(provider =>
    {
        var model = new LanguageModel(
            this, Name, contextWindow, provider.GetRequiredService<IUsageStore>(), TokenBudget.None,
            provider.GetRequiredService<TimeProvider>());
        return new ModelRoles(model, model);
    });

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (Down)
            throw new HttpRequestException("The provider is down");
        var (instructions, input) = (messages.First().Text, messages.Last().Text);
        Instructions.Enqueue(instructions);
        Inputs.Enqueue(input);
        var text = await answer(input).WaitAsync(cancellationToken);
        return new(new ChatMessage(ChatRole.Assistant, text))
        {
            FinishReason = ChatFinishReason.Stop,
            Usage = new() { InputTokenCount = 90, OutputTokenCount = 10 },
        };
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Nothing streams");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
