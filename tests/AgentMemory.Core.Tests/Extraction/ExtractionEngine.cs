using System.Text.Json;
using AgentMemory.Events;
using AgentMemory.Extraction;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Tests.Extraction;

/// <summary>The engine with a recorded model, or with none, and one session that tests write to.</summary>
internal sealed class ExtractionEngine(
    RecordedModel? model, EngineOptions? options = null, Action<IServiceCollection>? configure = null) : IAsyncDisposable
{
    public static SessionKey Key { get; } = new(new Owner("demo", "alice"), "s1");

    public Engine Engine { get; } = new(options, configure: services =>
    {
        model?.Register(services);
        configure?.Invoke(services);
    });

    public ITaskHandler Handler(string kind = "extract_session") =>
        Engine.Get<IEnumerable<ITaskHandler>>().Single(handler => handler.Kind == kind);

    public Task PutAsync(params MemoryMessage[] messages) => PutAsync(MemoryStrategy.Default, messages);

    public Task PutAsync(string strategy, string config, params MemoryMessage[] messages) => PutAsync(
        new MemoryStrategy { Strategy = strategy, Config = JsonDocument.Parse(config).RootElement }, messages);

    public Task PutAsync(MemoryStrategy strategy, MemoryMessage[] messages, SessionKey? key = null) => Engine.Sessions.PutAsync(
        Engine.Everything, new SessionReplacement { Key = key ?? Key, Messages = messages, Strategy = strategy }, default,
        WriteCondition.None, CancellationToken.None);

    public Task AppendAsync(params MemoryMessage[] messages) => Engine.Sessions.AppendAsync(
        Engine.Everything, new SessionAppend { Key = Key, Messages = messages }, default, WriteCondition.None, CancellationToken.None);

    /// <summary>Lets the session rest, and runs what that makes due.</summary>
    public Task SettleAsync()
    {
        Engine.Time.Now += TimeSpan.FromSeconds(31);
        return Engine.RunDueTasksAsync();
    }

    /// <summary>Runs the extraction task as a worker would, its failure thrown.</summary>
    public Task ExtractAsync() => Handler().RunAsync(Lease(), CancellationToken.None);

    public static TaskLease Lease() => new("t", "extract_session", Key.Owner, """{"session_id":"s1"}""", "s1", null, 1, 1, "s1");

    public async Task<IReadOnlyList<MemoryRecord>> MemoriesAsync() =>
        (await Engine.Get<ILongTermMemoryStore>().ScanAsync(Engine.Everything, new MemoryFilter(), null, 1000, CancellationToken.None)).Records;

    public async Task<string[]> TextsAsync() =>
        [.. (await MemoriesAsync()).Select(memory => memory.Text).Order(StringComparer.Ordinal)];

    public async Task<Session?> SessionAsync() => await Engine.Get<IWorkingMemoryStore>().FindAsync(
        Engine.Everything, new(Key.SessionId, Key.Owner.Namespace, Key.Owner.UserId), CancellationToken.None);

    /// <summary>Ids of messages that extraction has yet to see.</summary>
    public async Task<string[]> WaitingAsync() =>
        [.. (await SessionAsync())!.Messages.Where(message => !message.DiscreteMemoryExtracted).Select(message => message.Id)];

    public async Task<IReadOnlyList<MemoryEvent>> EventsAsync(string kind)
    {
        var page = await Engine.Get<IEventLog>().ReadAsync(
            Engine.Everything, new EventFilter { Session = Key }, 0, 1000, CancellationToken.None);
        return [.. page.Entries.Where(entry => entry.Kind == kind)];
    }

    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}

/// <summary>An application's own strategy.</summary>
internal sealed class OwnStrategy(Func<ExtractionRequest, CancellationToken, Task<ExtractionResult>> extract, string name = "own")
    : IExtractionStrategy
{
    public string Name => name;

    public string Describe(JsonElement config) => "The application's";

    public IEnumerable<StrategyProblem> Validate(JsonElement config) => [];

    public Task<ExtractionResult> ExtractAsync(ExtractionRequest request, CancellationToken cancellationToken) =>
        extract(request, cancellationToken);
}
