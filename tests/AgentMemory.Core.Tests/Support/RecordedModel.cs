using System.Collections.Concurrent;
using AgentMemory.LanguageModels;
using AgentMemory.Usage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Tests;

/// <summary>
/// A provider whose answers are written down. What it is asked is kept; while it "thinks", the test may do something else.
/// </summary>
internal sealed class RecordedModel(Func<ModelQuestion, string> answer) : IChatClient
{
    public const string Name = "recorded";

    private readonly ConcurrentQueue<ModelQuestion> _questions = [];

    /// <summary>A provider that always gives one answer.</summary>
    public RecordedModel(string answer) : this(_ => answer)
    {
    }

    public Func<ModelQuestion, string> Answer { get; set; } = answer;

    /// <summary>What happens between the question and the answer.</summary>
    public Func<CancellationToken, Task> Meanwhile { get; set; } = _ => Task.CompletedTask;

    /// <summary>Tokens of its window.</summary>
    public int Window { get; init; } = 128_000;

    public IReadOnlyCollection<ModelQuestion> Questions => _questions;

    public int Calls => _questions.Count;

    /// <summary>Makes the engine ask it.</summary>
    public void Register(IServiceCollection services) => services.AddSingleton(provider => new ModelRoles(
        new LanguageModel(
            this, Name, Window, provider.GetRequiredService<IUsageStore>(), TokenBudget.None, provider.GetRequiredService<TimeProvider>()),
        Fast: null));

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var all = messages.ToArray();
        var question = new ModelQuestion(
            string.Join('\n', all.Where(message => message.Role == ChatRole.System).Select(message => message.Text)),
            string.Join('\n', all.Where(message => message.Role == ChatRole.User).Select(message => message.Text)));
        _questions.Enqueue(question);
        await Meanwhile(cancellationToken);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, Answer(question))) { FinishReason = ChatFinishReason.Stop };
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Nothing streams in the background");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}

internal sealed record ModelQuestion(string Instructions, string Input);
